using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// What a search reduces: one cost or the weighted sum of several, each relative to that of the uncompressed network,
/// so that the whole is 1 at the start.
/// </summary>
public sealed record Budget(IReadOnlyList<BudgetTerm> Terms)
{
    public static implicit operator Budget(CostKind kind) => new([new BudgetTerm(kind)]);

    /// <param name="original">The uncompressed network, <paramref name="graph"/> or what it was cut from.</param>
    public ICost CostOf(ModelGraph graph, ModelGraph original)
    {
        var weights = Terms.Sum(term => term.Weight);
        return new WeightedCost([.. Terms.Select(term => (term.CostOf(graph), term.Weight / (weights * term.CostOf(original).At(original.Widths))))]);
    }

    /// <summary>
    /// Whether some of it is predicted: then a unit more can come for nothing, as where kernels compute whole blocks of
    /// channels, and measurements can correct it.
    /// </summary>
    public bool IsPredicted => Terms.Any(term => term.Predicted is not null);
}

/// <param name="Weight">Beside other terms.</param>
/// <param name="Predicted">Of the board class, for latency and energy.</param>
public sealed record BudgetTerm(CostKind Kind, double Weight = 1, ExecutionTimeModel? Predicted = null)
{
    public ICost CostOf(ModelGraph graph) => Predicted?.CostOf(graph) ?? graph.CostOf(Kind);
}

internal sealed class WeightedCost(IReadOnlyList<(ICost Cost, double Weight)> parts) : ICost
{
    public double At(ReadOnlySpan<double> widths)
    {
        double sum = 0;
        foreach (var (cost, weight) in parts) sum += weight * cost.At(widths);
        return sum;
    }

    public double[] Slopes(ReadOnlySpan<double> widths)
    {
        var slopes = new double[widths.Length];
        foreach (var (cost, weight) in parts)
        {
            var part = cost.Slopes(widths);
            for (var k = 0; k < slopes.Length; k++) slopes[k] += weight * part[k];
        }
        return slopes;
    }
}
