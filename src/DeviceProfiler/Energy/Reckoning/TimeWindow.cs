namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>A stretch of time, in nanoseconds of the machine's monotonic clock.</summary>
public readonly record struct TimeWindow(long From, long To)
{
    public double Seconds => (To - From) / 1e9;

    /// <summary>The window in <paramref name="count"/> parts of equal length.</summary>
    public IEnumerable<TimeWindow> Cut(int count)
    {
        var (from, length) = (From, To - From);
        return Enumerable.Range(0, count).Select(i => new TimeWindow(from + length * i / count, from + length * (i + 1) / count));
    }
}
