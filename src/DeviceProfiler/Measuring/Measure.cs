namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>Takes <paramref name="Readings"/> readings, or fewer when <paramref name="Limit"/> is used up.</summary>
/// <param name="Least">The readings take at least so long together, within the limit.</param>
public sealed record Measure(int RunsPerReading, int Readings, TimeSpan Limit, TimeSpan Least = default) : IStage
{
    public int? NextRuns(IReadOnlyList<Reading> readings) =>
        (readings.Count >= Readings && readings.Total() >= Least) || (readings.Count > 0 && readings.Total() >= Limit) ? null : RunsPerReading;
}
