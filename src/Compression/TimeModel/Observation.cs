using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.TimeModel;

/// <summary>One network that was measured: what each node asks, and the median of one inference, in milliseconds or millijoules.</summary>
public sealed record Observation(IReadOnlyList<(string Kind, double[] Figures)> Nodes, double Amount)
{
    public static Observation Of(ModelGraph graph, double amount)
    {
        var widths = graph.Widths;
        return new([.. NodeCost.Of(graph).Select(node => (node.Kind, node.At(widths)))], amount);
    }
}
