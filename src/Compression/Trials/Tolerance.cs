namespace DeepIoT.Compression.Trials;

/// <summary>How much accuracy a smaller network may lose on validation.</summary>
public static class Tolerance
{
    private const double MostPoints = 0.3;

    /// <summary>
    /// A share of 1: what the user allows; where that is nothing, one binomial standard error √(e(1 − e)/n) of the baseline's own
    /// error, which no choice on n samples can resolve, at most 0.3 points.
    /// </summary>
    public static double Of(double accuracy, int samples, double maxDropPoints) => maxDropPoints > 0
        ? maxDropPoints / 100
        : Math.Min(MostPoints / 100, Math.Sqrt(accuracy * (1 - accuracy) / Math.Max(1, samples)));
}
