using static TorchSharp.torch;

namespace DeepIoT.Compression.Graph;

/// <summary>What a network costs by the widths of its unit groups, whole or expected.</summary>
public interface ICost
{
    double At(ReadOnlySpan<double> widths);

    /// <summary>How much the cost grows with each width, there.</summary>
    double[] Slopes(ReadOnlySpan<double> widths);
}

/// <summary>Costs for searches and for Torch.</summary>
public static class Costs
{
    /// <summary>Share of the cost that is left when every group is at its floor.</summary>
    public static double SmallestShare(this ICost cost, ModelGraph graph) => cost.At([.. graph.Groups.Select(g => (double)g.MinUnits)]) / cost.At(graph.Widths);

    /// <summary>float64 [groups] in, float64 scalar out: the cost at these widths, with its slopes as gradient.</summary>
    public static Tensor At(this ICost cost, Tensor widths)
    {
        using var there = widths.detach();
        var here = there.data<double>().ToArray();
        return (widths - there).dot(TorchMemory.Of(cost.Slopes(here), here.Length)).Plus(TorchMemory.Of([cost.At(here)]));
    }
}
