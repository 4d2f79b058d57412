namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>Everything that a figure for energy is made of.</summary>
/// <param name="Before">Idle, before anything of the job ran.</param>
/// <param name="Running">The readings of the measuring stage, in order; at least one.</param>
/// <param name="After">Idle, after the job's process had ended.</param>
/// <param name="Inferences">Made in all running windows together.</param>
public sealed record MeteredRun(
    MeterDescription Meter, PowerTrace Trace, TimeWindow Before, IReadOnlyList<TimeWindow> Running, TimeWindow After, long Inferences)
{
    /// <summary>From the first inference to the last.</summary>
    public TimeWindow Measured => new(Running[0].From, Running[^1].To);
}
