using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>What a file must keep to before any of it is computed with: sizes, unique names, complete tensors.</summary>
internal static class ModelLimits
{
    /// <summary>The largest networks of the model collections have a few thousand nodes.</summary>
    public const int Nodes = 20_000;

    /// <summary>Nodes, attributes, tensors, sizes and whatever else a file is made of.</summary>
    public const int Messages = 1 << 19;

    /// <summary>Elements of one tensor for one sample: 128 MB.</summary>
    public const long Elements = 1 << 25;

    /// <summary>As many as Torch computes with.</summary>
    public const int Dimensions = 64;

    /// <summary>Hidden elements of the whole network.</summary>
    public const int Units = 1 << 20;

    /// <summary>Indices of values and weights that units own, in the whole network.</summary>
    public const int OwnedIndices = 1 << 24;

    /// <summary>Elements over which units are followed one by one when shapes change, in the whole network.</summary>
    public const long ElementsFollowed = 1 << 26;

    /// <summary>A broken file has the same problem everywhere; the first ones tell as much as all.</summary>
    public const int ProblemsShown = 20;

    /// <exception cref="RejectedException">The file is made of more than any network.</exception>
    public static void Check(MessageCount count)
    {
        if (count.Nodes > Nodes) throw TooMany(count.Nodes, "nodes", Nodes);
        if (count.Messages > Messages) throw TooMany(count.Messages, "nodes, attributes, tensors and sizes", Messages);
    }

    /// <summary>Checks the main graph and the branches of its nodes.</summary>
    /// <exception cref="RejectedException">With every problem found.</exception>
    public static void Check(ModelProto model)
    {
        var graphs = GraphsOf(model.Graph).ToList();
        if (graphs.Sum(g => g.Node.Count) is > Nodes and var count) throw TooMany(count, "nodes", Nodes);
        var problems = graphs.SelectMany(Problems).Take(ProblemsShown).ToList();
        if (problems.Count > 0) throw new RejectedException(problems);
    }

    /// <summary>Checks the elements behind the first axis, the batch; the batch counts once where it is behind.</summary>
    /// <exception cref="RejectedException">There are more than a tensor can have.</exception>
    public static void CheckSize(Value value, Func<string, string, RejectedException> rejected)
    {
        if (value.Rank > Dimensions) throw rejected($"makes a tensor of {value.Rank} dimensions", $"At most {Dimensions} are supported.");
        long elements = 1;
        foreach (var size in value.Shape.Skip(1))
        {
            var n = Math.Max(size, -Elements) is < 0 and var batches ? -batches : size;
            if (n > 0 && elements > Elements / n) throw rejected($"makes a tensor of shape {value.ShapeText}", $"At most {Elements} elements a sample are supported.");
            elements *= n;
        }
    }

    /// <summary>A graph, and the graphs in its nodes' attributes.</summary>
    public static IEnumerable<GraphProto> GraphsOf(GraphProto graph) =>
        graph.Node.SelectMany(n => n.Attribute).SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Prepend(a.G)).SelectMany(GraphsOf).Prepend(graph);

    private static IEnumerable<Problem> Problems(GraphProto graph)
    {
        var defined = new HashSet<string>(graph.Initializer.Select(t => t.Name).Concat(graph.Input.Select(i => i.Name)));
        if (graph.Initializer.GroupBy(t => t.Name).FirstOrDefault(g => g.Skip(1).Any()) is { } twice) yield return Twice(twice.Key);
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output.Where(o => o.Length > 0 && !defined.Add(o))) yield return Twice(output);
            if (node.Output.All(o => o.Length == 0)) yield return Broken(node, "has no output");
            if (node.Attribute.GroupBy(a => a.Name).FirstOrDefault(g => g.Skip(1).Any()) is { } again) yield return Broken(node, $"has the attribute '{again.Key}' twice");
        }
        foreach (var tensor in graph.Initializer.Concat(graph.Node.SelectMany(n => n.Attribute).Where(a => a.T is not null).Select(a => a.T)))
        {
            if (tensor.Dims.Count > Dimensions) yield return new Problem($"model: tensor '{tensor.Name}'", $"has {tensor.Dims.Count} dimensions", $"At most {Dimensions} are supported.");
            else if (TensorContent.ProblemOf(tensor) is { } problem) yield return problem;
        }
    }

    private static RejectedException TooMany(int count, string what, int most) => new("model", $"has {count} {what}", $"At most {most} are supported.");

    private static Problem Twice(string name) => new("model", $"defines '{name}' twice", "Export the model again.");

    private static Problem Broken(NodeProto node, string reason) => new($"model: node '{NodeOrder.NameOf(node)}' ({node.OpType})", reason, "Export the model again.");
}
