namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>One timed window: <paramref name="Runs"/> inferences back to back that took <paramref name="Elapsed"/>.</summary>
/// <param name="StartedAt">Timestamp of the clock that timed it.</param>
/// <param name="Rest">For how long the board rested afterwards.</param>
public readonly record struct Reading(int Runs, TimeSpan Elapsed, long StartedAt = 0, TimeSpan Rest = default)
{
    /// <summary>Mean milliseconds of one inference in this window.</summary>
    public double MillisecondsPerRun => Elapsed.TotalMilliseconds / Runs;
}
