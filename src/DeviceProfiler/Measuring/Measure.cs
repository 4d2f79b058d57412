namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// Takes readings until the 99 % confidence interval of their median is narrower than
/// <paramref name="IntervalShare"/> of it, or <paramref name="Limit"/> is used up.
/// </summary>
/// <param name="Least">The readings take at least so long together.</param>
public sealed record Measure(int RunsPerReading, double IntervalShare, TimeSpan Limit, TimeSpan Least = default) : IStage
{
    // An interval that is looked at after every reading closes by luck more often than its 1 % when there are
    // few readings to look at; from fifteen on the loss is small (see the coverage test).
    public const int LeastReadings = 15;

    public int? NextRuns(IReadOnlyList<Reading> readings) =>
        (IsClosed(readings) && readings.Total() >= Least) || readings.Total() >= Limit ? null : RunsPerReading;

    public bool IsClosed(IReadOnlyList<Reading> readings) =>
        readings.Count >= LeastReadings
        && MedianInterval.Of(readings.Milliseconds()) is { } interval
        && interval.Width < IntervalShare * readings.MedianMilliseconds();
}
