namespace DeepIoT.Compression.Graph;

/// <summary>
/// A cost as a polynomial of the group widths n: a sum of terms, each a coefficient times the sizes of a few
/// dimensions, each size affine in n. Exact for whole widths, and the expected cost for expected widths of
/// independent groups.
/// </summary>
public sealed class CostFunction(int groups, IReadOnlyList<CostTerm> terms) : ICost
{
    public int Groups { get; } = groups;

    public double At(ReadOnlySpan<double> widths)
    {
        double cost = 0;
        foreach (var term in terms) cost += term.At(widths);
        return cost;
    }

    public double[] Slopes(ReadOnlySpan<double> widths)
    {
        var slopes = new double[Groups];
        foreach (var term in terms)
        {
            for (var d = 0; d < term.Sizes.Count; d++)
            {
                if (term.Sizes[d].Counts.Count == 0) continue;
                var others = term.Coefficient;
                for (var o = 0; o < term.Sizes.Count; o++)
                    if (o != d) others *= term.Sizes[o].At(widths);
                foreach (var (group, count) in term.Sizes[d].Counts) slopes[group] += others * count;
            }
        }
        return slopes;
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

/// <summary>A coefficient times the sizes of a few dimensions.</summary>
public sealed record CostTerm(double Coefficient, IReadOnlyList<DimensionSize> Sizes)
{
    public double At(ReadOnlySpan<double> widths)
    {
        var product = Coefficient;
        foreach (var size in Sizes) product *= size.At(widths);
        return product;
    }
}
