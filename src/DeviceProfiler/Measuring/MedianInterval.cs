namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>
/// Confidence interval of a median between two order statistics. It assumes nothing of the distribution:
/// the number of readings below the true median is Binomial(n, 1/2) whatever they are
/// (H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed., §7.1).
/// </summary>
public readonly record struct MedianInterval(double Low, double High)
{
    public const double Confidence = 0.99;

    public double Width => High - Low;

    /// <summary>The 99 % interval, or null when there are too few readings for any (fewer than eight).</summary>
    public static MedianInterval? Of(IReadOnlyCollection<double> values)
    {
        if (LowerRank(values.Count) is not { } rank)
            return null;
        var sorted = OrderStatistics.Sorted(values);
        return new(sorted[rank - 1], sorted[^rank]);
    }

    /// <summary>
    /// The greatest rank r (from 1) such that the r-th smallest and the r-th greatest of <paramref name="count"/>
    /// readings enclose the median with at least 99 %: P(Binomial(n, 1/2) &lt; r) ≤ 0.5 %. Null when not even r = 1 does.
    /// </summary>
    public static int? LowerRank(int count)
    {
        // In logarithms, because 2^-n leaves the range of a double above a thousand readings.
        var logarithm = -count * Math.Log(2);
        var below = 0.0;
        var rank = 0;
        while (rank < count && (below += Math.Exp(logarithm)) <= (1 - Confidence) / 2)
        {
            logarithm += Math.Log((count - rank) / (rank + 1.0));
            rank++;
        }
        return rank == 0 ? null : rank;
    }
}
