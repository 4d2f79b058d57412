namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>What the stages ask of a list of readings.</summary>
public static class Readings
{
    // A first reading that is far too short says little about the rate: grow by steps.
    private const double MostGrowth = 10;

    /// <summary>What they took, rests included.</summary>
    public static TimeSpan Total(this IReadOnlyList<Reading> readings) =>
        new(readings.Sum(reading => reading.Elapsed.Ticks + reading.Rest.Ticks));

    public static double[] Milliseconds(this IEnumerable<Reading> readings) =>
        [.. readings.Select(reading => reading.MillisecondsPerRun)];

    public static double MedianMilliseconds(this IEnumerable<Reading> readings) =>
        OrderStatistics.Median(readings.Milliseconds());

    /// <summary>Runs that would make a reading of this rate last <paramref name="goal"/>; at least one.</summary>
    public static int RunsToFill(this Reading reading, TimeSpan goal, bool atLeastOneMore = false)
    {
        var growth = reading.Elapsed > TimeSpan.Zero ? Math.Min(goal / reading.Elapsed, MostGrowth) : MostGrowth;
        var runs = (int)Math.Clamp(Math.Ceiling(reading.Runs * growth), 1, int.MaxValue / MostGrowth);
        return atLeastOneMore ? Math.Max(runs, reading.Runs + 1) : runs;
    }
}
