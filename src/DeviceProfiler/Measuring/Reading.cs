namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>One timed window: <paramref name="Runs"/> inferences back to back that took <paramref name="Elapsed"/>.</summary>
public readonly record struct Reading(int Runs, TimeSpan Elapsed)
{
    /// <summary>Mean milliseconds of one inference in this window.</summary>
    public double MillisecondsPerRun => Elapsed.TotalMilliseconds / Runs;
}
