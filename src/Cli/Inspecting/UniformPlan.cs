using DeepIoT.Compression.Graph;

namespace DeepIoT.Cli.Inspecting;

/// <summary>What a model would be if every unit group kept the same share of its units: a plan without a search.</summary>
/// <param name="Share">Share of the parameters that was asked for.</param>
public sealed record UniformPlan(double Share, long Parameters, long Macs, IReadOnlyList<PlannedGroup> Groups)
{
    /// <summary>The widest plan within the share; every group at its floor where none is.</summary>
    public static UniformPlan Of(ModelGraph graph, double share)
    {
        var budget = share * graph.Parameters.At(graph.Widths);
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (graph.Parameters.At(Kept(middle)) <= budget) low = middle;
            else high = middle;
        }
        var widths = Kept(low);
        return new UniformPlan(share, (long)graph.Parameters.At(widths), (long)graph.Macs.At(widths),
            [.. graph.Groups.Zip(widths, (g, kept) => new PlannedGroup(g.Name, g.Units, (int)kept))]);

        double[] Kept(double part) => [.. graph.Groups.Select(g => Math.Max(g.MinUnits, Math.Floor(part * g.Units)))];
    }
}

public sealed record PlannedGroup(string Name, int Units, int Kept);
