using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

/// <summary>Feeds a stage readings whose milliseconds per run are a function of their position.</summary>
internal static class MadeUpReadings
{
    public static IReadOnlyList<Reading> Feed(this IStage stage, Func<int, double> milliseconds)
    {
        var readings = new List<Reading>();
        while (stage.NextRuns(readings) is { } runs)
            readings.Add(new(runs, TimeSpan.FromMilliseconds(runs * milliseconds(readings.Count))));
        return readings;
    }

    public static Func<int, double> Steady(double milliseconds, double noise = 0.004, int seed = 1)
    {
        var random = new Random(seed);
        return _ => milliseconds * (1 + noise * (2 * random.NextDouble() - 1));
    }

    public static Func<int, double> Drifting(double from, double perReading) => i => from * (1 + perReading * i);

    public static Func<int, double> Alternating(double low, double high) => i => i % 2 == 0 ? low : high;

    public static Func<int, double> Stepping(double before, double after, int at) => i => i < at ? before : after;

    /// <summary>Pareto tail over a floor: mostly near the floor, now and then many times as long.</summary>
    public static Func<int, double> HeavyTailed(double floor, double shape, int seed = 1)
    {
        var random = new Random(seed);
        return _ => floor * Math.Pow(1 - random.NextDouble(), -1 / shape);
    }
}
