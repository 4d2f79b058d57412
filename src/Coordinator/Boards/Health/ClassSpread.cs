using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards.Health;

/// <summary>
/// What a class's runs of the reference model allow, in milliseconds: median ± the greater of five robust standard
/// deviations (1.4826 × median absolute deviation) and a quarter of the median.
/// </summary>
internal sealed record ClassSpread(double MedianMs, double LowMs, double HighMs, int Runs)
{
    /// <summary>With fewer nothing is concluded.</summary>
    public const int FewestRuns = 3;

    private const double Deviations = 5;

    // Of a normal distribution, the standard deviation over the median absolute deviation.
    private const double DeviationOverMad = 1.4826;

    // Boards of one class differ by silicon, heat and neighbours even when all of them are well.
    private const double LeastShare = 0.25;

    /// <summary>Null when there are too few runs to conclude anything.</summary>
    public static ClassSpread? Of(IReadOnlyCollection<double> runsMs)
    {
        if (runsMs.Count < FewestRuns)
            return null;
        var median = Median(runsMs);
        var mad = Median([.. runsMs.Select(run => Math.Abs(run - median))]);
        var reach = Math.Max(Deviations * DeviationOverMad * mad, LeastShare * median);
        return new ClassSpread(median, Math.Max(0, median - reach), median + reach, runsMs.Count);
    }

    public bool Holds(double runMs) => runMs >= LowMs && runMs <= HighMs;

    public ReferenceSpread ToWire() => new() { MedianMs = MedianMs, LowMs = LowMs, HighMs = HighMs, Runs = Runs };

    private static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
