using static TorchSharp.torch;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// A cost as a polynomial of the group widths n: a sum of terms, each a coefficient times the sizes of a few
/// dimensions, each size affine in n. Exact for whole widths, and the expected cost for expected widths of
/// independent groups.
/// </summary>
public sealed class CostFunction(int groups, IReadOnlyList<CostTerm> terms)
{
    private readonly int _dimensions = terms.Select(t => t.Sizes.Count).DefaultIfEmpty(1).Max();

    public int Groups { get; } = groups;

    public double At(ReadOnlySpan<double> widths)
    {
        double cost = 0;
        foreach (var term in terms)
        {
            var product = term.Coefficient;
            foreach (var size in term.Sizes) product *= size.At(widths);
            cost += product;
        }
        return cost;
    }

    /// <summary>Share of the cost that is left when every group is at its floor.</summary>
    public double SmallestShare(ModelGraph graph) => At([.. graph.Groups.Select(g => (double)g.MinUnits)]) / At(graph.Widths);

    /// <summary>Matrices of the same polynomial for Torch; the caller owns the result.</summary>
    public DifferentiableCost ToTorch()
    {
        var (rows, width) = (terms.Count * _dimensions, Groups);
        var slope = new double[rows * width];
        var offset = new double[rows];
        Array.Fill(offset, 1);
        for (var t = 0; t < terms.Count; t++)
        {
            for (var d = 0; d < terms[t].Sizes.Count; d++)
            {
                var row = (t * _dimensions) + d;
                offset[row] = terms[t].Sizes[d].Constant;
                foreach (var (group, count) in terms[t].Sizes[d].Counts) slope[(row * width) + group] += count;
            }
        }
        return new DifferentiableCost(
            TorchMemory.Of(slope, rows, width).DetachFromDisposeScope(),
            TorchMemory.Of(offset, rows).DetachFromDisposeScope(),
            TorchMemory.Of([.. terms.Select(t => t.Coefficient)], terms.Count).DetachFromDisposeScope(),
            terms.Count);
    }
}

/// <summary>Size of one dimension: what always stays plus, for each group, indices per unit.</summary>
public sealed record DimensionSize(double Constant, IReadOnlyList<(int Group, double Count)> Counts)
{
    public double At(ReadOnlySpan<double> widths)
    {
        var size = Constant;
        foreach (var (group, count) in Counts) size += count * widths[group];
        return size;
    }
}

public sealed record CostTerm(double Coefficient, IReadOnlyList<DimensionSize> Sizes);

/// <summary>A <see cref="CostFunction"/> in Torch: float64 [groups] in, float64 scalar out, differentiable.</summary>
public sealed class DifferentiableCost(Tensor slope, Tensor offset, Tensor coefficients, int terms) : IDisposable
{
    public Tensor At(Tensor widths) =>
        slope.mv(widths).add_(offset).view(terms, -1).prod(1).dot(coefficients);

    public void Dispose()
    {
        slope.Dispose();
        offset.Dispose();
        coefficients.Dispose();
    }
}
