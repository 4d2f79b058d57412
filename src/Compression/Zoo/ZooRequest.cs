namespace DeepIoT.Compression.Zoo;

/// <summary>Which form of a zoo network is built.</summary>
/// <param name="Seed">Of the initial weights.</param>
/// <param name="Width">Factor on the hidden widths, 1 for the published ones; inputs and classes keep theirs.</param>
/// <param name="Classes">Scores for each sample, or for each of its time steps.</param>
public sealed record ZooRequest(ulong Seed, double Width, int Classes)
{
    /// <summary>Below this a recurrent layer has nothing that could be removed.</summary>
    public const int LeastUnits = 4;

    /// <summary>A published width times the factor, rounded, and at least <see cref="LeastUnits"/>.</summary>
    public long Units(int published) => Math.Max(LeastUnits, (long)Math.Round(published * Width, MidpointRounding.AwayFromZero));
}
