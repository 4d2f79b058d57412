namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// Runs until inferences take the same time twice over: caches are filled, the clock is up, code is compiled.
/// Steady means that the medians of the last two windows of readings agree within <paramref name="Tolerance"/>.
/// </summary>
/// <param name="ReadingTime">Readings grow to this length, so that one is longer than the noise of the clock.</param>
/// <param name="Limit">The stage ends here even when readings never become steady.</param>
public sealed record Warmup(TimeSpan ReadingTime, TimeSpan Limit, int Window = 5, double Tolerance = 0.03) : IStage
{
    public static Warmup Default { get; } = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(5));

    public int? NextRuns(IReadOnlyList<Reading> readings)
    {
        if (readings.Count == 0)
            return 1;
        return IsSteady(readings) || readings.Total() >= Limit ? null : readings[^1].RunsToFill(ReadingTime);
    }

    public bool IsSteady(IReadOnlyList<Reading> readings)
    {
        if (readings.Count < 2 * Window)
            return false;
        var earlier = readings.Take(^(2 * Window)..^Window).MedianMilliseconds();
        var later = readings.Take(^Window..).MedianMilliseconds();
        return Math.Abs(later - earlier) <= Tolerance * earlier;
    }
}
