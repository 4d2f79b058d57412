using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>
/// Folds what exporters compute from shapes, while the batch stays open. The graph is folded for two batch sizes: a
/// constant that comes out the same does not depend on the batch; one that does not is put in a form without it.
/// </summary>
internal static class ShapeFolding
{
    // Primes, so that no other size of a network is likely to be a multiple of them.
    private static readonly long[] Batches = [37, 41];

    public static FoldedGraph Fold(GraphProto graph, int version, Value input)
    {
        var foldings = Batches.Select(batch => new Folding(graph, version, [Value.Plain(input.Name, [batch, .. input.Shape[1..]])])).ToList();
        if (foldings.Find(f => f.Problems.Count > 0) is { } failed) throw new RejectedException(failed.Problems);
        return Merge(foldings[0], foldings[1], version);
    }

    private static FoldedGraph Merge(Folding first, Folding second, int version)
    {
        if (!first.Left.Select(n => n.Output[0]).SequenceEqual(second.Left.Select(n => n.Output[0])))
            throw new RejectedException("model", "runs other nodes for other batch sizes", "Export the model with the branch that inference takes.");
        var constants = new Dictionary<string, TensorProto>();
        foreach (var (name, constant) in first.Constants)
        {
            if (second.Constants.TryGetValue(name, out var other) && constant.Equals(other)) constants.Add(name, constant);
        }
        var problems = new List<Problem>();
        foreach (var node in first.Left)
        {
            for (var input = 0; input < node.Input.Count; input++)
            {
                var name = node.Input[input];
                if (constants.ContainsKey(name) || !first.Constants.TryGetValue(name, out var left) || !second.Constants.TryGetValue(name, out var right)) continue;
                var dependence = new BatchDependence(node, input, left, right, first.ShapeOf(node.Input[0]), second.ShapeOf(node.Input[0]));
                if (!dependence.Resolve(constants))
                {
                    problems.Add(new Node(node, NodeOrder.NameOf(node), version)
                        .ProblemOf($"takes its input {input} from the batch's size", "Export the model so that no constant depends on the batch, e.g. with a size of -1."));
                }
            }
        }
        return problems.Count == 0 ? new FoldedGraph(first.Left, constants) : throw new RejectedException(problems);
    }
}
