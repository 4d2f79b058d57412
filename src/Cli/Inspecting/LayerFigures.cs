using DeepIoT.Compression.Graph;

namespace DeepIoT.Cli.Inspecting;

/// <summary>One node of the graph with what it costs by itself.</summary>
public sealed record LayerFigures(string Name, string Operator, string Output, long Parameters, long Macs)
{
    public static IReadOnlyList<LayerFigures> Of(ModelGraph graph)
    {
        var counted = new HashSet<string>(StringComparer.Ordinal);
        return [.. graph.Nodes.Zip(graph.Operators, (node, op) =>
        {
            var tally = new CostTally(graph) { Node = node };
            op.Cost(tally);
            var macs = new CostFunction(graph.Groups.Count, tally.Macs).At(graph.Widths);
            // A weight that several nodes share is counted at the first.
            var weights = node.Inputs.Where(counted.Add).Select(graph.Weights.GetValueOrDefault).Where(w => w is { IsTrainable: true });
            return new LayerFigures(
                node.Name, node.Type, graph.Values[node.Outputs.First(name => name.Length > 0)].ShapeText,
                weights.Sum(w => w!.Shape.Aggregate(1L, (product, n) => product * n)), (long)macs);
        })];
    }
}
