using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.TimeModel;

/// <summary>One network whose time was measured: what each node asks, and the median of one inference in milliseconds.</summary>
public sealed record Observation(IReadOnlyList<(string Kind, double[] Figures)> Nodes, double Milliseconds)
{
    public static Observation Of(ModelGraph graph, double milliseconds)
    {
        var widths = graph.Widths;
        return new([.. NodeCost.Of(graph).Select(node => (node.Kind, node.At(widths)))], milliseconds);
    }
}
