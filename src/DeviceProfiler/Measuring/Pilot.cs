namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>Finds how many inferences make one reading at least <paramref name="LeastReading"/> long.</summary>
public sealed record Pilot(TimeSpan LeastReading) : IStage
{
    // Above the goal, so that readings that come out a little faster than the pilot still reach it.
    private const double Margin = 1.1;

    public static Pilot Default { get; } = new(TimeSpan.FromMilliseconds(100));

    public int? NextRuns(IReadOnlyList<Reading> readings)
    {
        if (readings.Count == 0)
            return 1;
        return readings[^1].Elapsed >= LeastReading ? null : readings[^1].RunsToFill(LeastReading * Margin, atLeastOneMore: true);
    }
}
