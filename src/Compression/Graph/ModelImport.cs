using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Operators;

namespace DeepIoT.Compression.Graph;

/// <summary>Brings an ONNX model into the one form that the rest reads, or rejects it by name.</summary>
internal static class ModelImport
{
    /// <summary>Oldest version of the default operator set that is understood.</summary>
    private const long OldestOpset = 7;

    /// <summary>A copy in which Constant nodes have become initializers.</summary>
    public static ModelProto Normalise(ModelProto proto)
    {
        var model = proto.Clone();
        foreach (var node in model.Graph.Node.Where(IsConstant).ToList())
        {
            var tensor = node.Attribute.Single(a => a.Name == "value").T.Clone();
            tensor.Name = node.Output[0];
            model.Graph.Initializer.Add(tensor);
            model.Graph.Node.Remove(node);
        }
        DirectionSplit.Apply(model);
        // Shapes of inner values go stale when units are removed; every reader can infer them.
        model.Graph.ValueInfo.Clear();
        return model;
    }

    public static IReadOnlyList<Node> NodesInOrder(ModelProto model)
    {
        var version = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version
            ?? throw new RejectedException("model", "names no version of the default operator set", "Export the model again.");
        if (version < OldestOpset)
            throw new RejectedException("model", $"uses operator set {version}", $"Export it with operator set {OldestOpset} or newer.");

        RejectDuplicates(model);
        var ready = model.Graph.Initializer.Select(t => t.Name).Concat(model.Graph.Input.Select(i => i.Name)).Append("").ToHashSet();
        var waiting = model.Graph.Node.ToList();
        var nodes = new List<Node>(waiting.Count);
        while (waiting.Count > 0)
        {
            var before = waiting.Count;
            // One pass takes every node of a list that is in order already.
            waiting.RemoveAll(TakeWhenReady);
            if (waiting.Count == before) throw Unreachable(waiting, ready);
        }
        return nodes;

        bool TakeWhenReady(NodeProto node)
        {
            if (!node.Input.All(ready.Contains)) return false;
            nodes.Add(new Node(node, node.Name.Length > 0 ? node.Name : $"{node.OpType}_{nodes.Count}", (int)version));
            ready.UnionWith(node.Output);
            return true;
        }
    }

    public static IReadOnlyList<Operator> OperatorsOf(IReadOnlyList<Node> nodes)
    {
        var found = nodes.Select(n => n.Proto.Domain is "" or "ai.onnx" ? OperatorRegistry.Find(n.Type, n.Version) : null).ToList();
        var unknown = nodes.Where((_, i) => found[i] is null).ToList();
        if (unknown.Count > 0)
        {
            throw new RejectedException([.. unknown.Select(n => new Problem(
                $"model: node '{n.Name}'",
                $"operator {(n.Proto.Domain.Length > 0 ? n.Proto.Domain + "." : "")}{n.Type} of operator set {n.Version} is not supported",
                $"Replace it before export; supported are {string.Join(", ", OperatorRegistry.All.Select(o => o.Type).Distinct())}."))]);
        }
        return found!;
    }

    public static (Value Input, string Output) Ends(ModelProto model)
    {
        var stored = model.Graph.Initializer.Select(t => t.Name).ToHashSet();
        var inputs = model.Graph.Input.Where(i => !stored.Contains(i.Name)).ToList();
        if (inputs.Count != 1)
            throw new RejectedException("model", $"has {inputs.Count} inputs", "Export it with one input, the samples.");
        if (model.Graph.Output.Count != 1)
            throw new RejectedException("model", $"has {model.Graph.Output.Count} outputs", "Export it with one output, the prediction.");
        var type = inputs[0].Type?.TensorType;
        if (type?.Shape is null || type.Shape.Dim.Count < 2 || type.ElemType != (int)TensorProto.Types.DataType.Float)
        {
            throw new RejectedException($"model: input '{inputs[0].Name}'", "is not a float tensor with a batch dimension and a shape",
                "Export the model with the shape of its input, e.g. [N, 1, 28, 28].");
        }
        var shape = type.Shape.Dim.Select(d => d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? d.DimValue : Value.Batch).ToArray();
        if (shape.Skip(1).Any(n => n <= 0))
        {
            throw new RejectedException($"model: input '{inputs[0].Name}'", $"has the shape {Value.Describe(shape)}; all but the batch must be known",
                "Export the model with fixed sizes besides the batch.");
        }
        shape[0] = Value.Batch;
        return (Value.Plain(inputs[0].Name, shape), model.Graph.Output[0].Name);
    }

    private static bool IsConstant(NodeProto node) =>
        node.OpType == "Constant" && node.Domain is "" or "ai.onnx" && node.Attribute.Any(a => a.Name == "value" && a.T is not null);

    private static void RejectDuplicates(ModelProto model)
    {
        var names = model.Graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0).Concat(model.Graph.Initializer.Select(t => t.Name));
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
            throw new RejectedException("model", $"defines '{twice.Key}' twice", "Export the model again.");
    }

    private static RejectedException Unreachable(List<NodeProto> waiting, HashSet<string> ready)
    {
        var made = waiting.SelectMany(n => n.Output).ToHashSet();
        var missing = waiting.SelectMany(n => n.Input).FirstOrDefault(i => !ready.Contains(i) && !made.Contains(i));
        return missing is null
            ? new RejectedException("model", $"has a cycle through node '{waiting[0].Name}'", "Export the model again.")
            : new RejectedException("model", $"node '{waiting.First(n => n.Input.Contains(missing)).Name}' reads '{missing}', which nothing provides", "Export the model again.");
    }
}
