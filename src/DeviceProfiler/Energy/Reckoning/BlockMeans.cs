namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>
/// How far the mean of a noisy signal may be off. Neighbouring readings resemble one another, so that n of them are
/// worth less than n; means over longer blocks hardly do.
/// </summary>
public static class BlockMeans
{
    public const int Blocks = 10;

    /// <summary>
    /// Standard uncertainty of a mean, from the means of its blocks. Few blocks estimate their own spread badly: the
    /// second root is the spread of Student's distribution (JCGM 101:2008, 6.4.9).
    /// </summary>
    public static double StandardUncertainty(IReadOnlyCollection<double> means)
    {
        if (means.Count < 4)
            throw new ArgumentException($"{means.Count} blocks tell no spread", nameof(means));
        var mean = means.Average();
        var variance = means.Sum(value => (value - mean) * (value - mean)) / (means.Count - 1);
        return Math.Sqrt(variance / means.Count) * Math.Sqrt((means.Count - 1.0) / (means.Count - 3));
    }
}
