namespace DeepIoT.Compression.Compressor;

/// <summary>
/// The budget over a search: from the whole cost geometrically down to the target share over the first seven tenths of the
/// iterations, then constant while the network recovers.
/// </summary>
public sealed record BudgetSchedule(double TargetShare, int Iterations)
{
    private const double ShrinkingPart = 0.7;

    public double ShareAt(int iteration) => Math.Pow(TargetShare, Math.Min(1, iteration / (ShrinkingPart * Iterations)));
}
