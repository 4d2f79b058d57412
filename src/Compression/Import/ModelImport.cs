using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Operators;

namespace DeepIoT.Compression.Import;

/// <summary>
/// Brings an ONNX model into the one form that the rest reads, or rejects it by name: 32-bit floats, nodes in running
/// order, nothing left that constants and shapes alone decide. A model in that form comes out unchanged.
/// </summary>
internal static class ModelImport
{
    /// <summary>Oldest version of the default operator set that is understood.</summary>
    public const long OldestOpset = 7;

    /// <summary>Since this version of the format an initializer need not be listed as an input.</summary>
    public const long IrWithoutStoredInputs = 4;

    /// <exception cref="RejectedException">The model is broken, or cannot be brought into that form; names the nodes.</exception>
    public static ModelProto Normalise(ModelProto proto) =>
        Normalise(proto, graph => [Ends(graph).Input], (graph, version, inputs) => ShapeFolding.Fold(graph, version, inputs[0]));

    /// <summary>The same for a model whose inputs have fixed sizes, the first axis too.</summary>
    public static ModelProto NormaliseAsIs(ModelProto proto) => Normalise(proto, graph => [.. graph.Input.Select(InputOf)], (graph, version, inputs) =>
    {
        var folding = new Folding(graph, version, inputs);
        return folding.Problems.Count == 0 ? folding.Result : throw new RejectedException(folding.Problems);
    });

    public static IReadOnlyList<Node> NodesOf(ModelProto model)
    {
        var version = VersionOf(model);
        return [.. model.Graph.Node.Select((n, i) => new Node(n, n.Name.Length > 0 ? n.Name : $"{n.OpType}_{i}", version))];
    }

    public static IReadOnlyList<Operator> OperatorsOf(IReadOnlyList<Node> nodes)
    {
        var found = nodes.Select(n => n.IsStandard ? OperatorRegistry.Find(n.Type, n.Version) : null).ToList();
        var unknown = nodes.Where((_, i) => found[i] is null).Take(ModelLimits.ProblemsShown).ToList();
        if (unknown.Count > 0) throw new RejectedException([.. unknown.Select(Unsupported)]);
        return found!;
    }

    public static Problem Unsupported(Node node)
    {
        var field = $"model: node '{node.Name}'";
        return node.Type switch
        {
            "If" => new Problem(field, "If decides by the data which branch runs", "Export the model with the branch that inference takes."),
            "Loop" or "Scan" => new Problem(field, $"control flow {node.Type} is not supported", "Export the model with its loops unrolled, or use LSTM, GRU or RNN."),
            "Shape" or "Size" => new Problem(field, $"{node.Type} reads a size that only the data tells", "Export the model with fixed sizes besides the batch."),
            _ => new Problem(field,
                $"operator {(node.IsStandard ? "" : node.Proto.Domain + ".")}{node.Type} of operator set {node.Version} is not supported",
                "Replace it before export; docs/operators.md lists what is supported."),
        };
    }

    /// <summary>The only input, with the batch left open, and the name of the only output.</summary>
    public static (Value Input, string Output) Ends(GraphProto graph)
    {
        if (graph.Input.Count != 1)
            throw new RejectedException("model", $"has {graph.Input.Count} inputs", "Export it with one input, the samples.");
        if (graph.Output.Count != 1)
            throw new RejectedException("model", $"has {graph.Output.Count} outputs", "Export it with one output, the prediction.");
        var input = InputOf(graph.Input[0]);
        if (input.Rank < 2)
        {
            throw new RejectedException($"model: input '{input.Name}'", "is not a float tensor with a batch dimension and a shape",
                "Export the model with the shape of its input, e.g. [N, 1, 28, 28].");
        }
        if (input.Shape.Skip(1).Any(n => n <= 0))
        {
            throw new RejectedException($"model: input '{input.Name}'", $"has the shape {input.ShapeText}; all but the batch must be known",
                "Export the model with fixed sizes besides the batch.");
        }
        input.Shape[0] = Value.Batch;
        ModelLimits.CheckSize(input, (reason, remedy) => new RejectedException($"model: input '{input.Name}'", reason, remedy));
        return (input, graph.Output[0].Name);
    }

    public static Value InputOf(ValueInfoProto info)
    {
        var type = info.Type?.TensorType;
        if (type?.Shape is null || type.ElemType != (int)TensorProto.Types.DataType.Float)
        {
            throw new RejectedException($"model: input '{info.Name}'",
                type is null || type.ElemType == (int)TensorProto.Types.DataType.Float ? "is not a float tensor with a batch dimension and a shape" : $"holds {(TensorProto.Types.DataType)type.ElemType} where floats are needed",
                "Export the model with the shape of its input, e.g. [N, 1, 28, 28], and its data in floats.");
        }
        return Value.Plain(info.Name,
            [.. type.Shape.Dim.Select(d => d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? d.DimValue : Value.Batch)]);
    }

    private static ModelProto Normalise(
        ModelProto proto, Func<GraphProto, IReadOnlyList<Value>> inputsOf, Func<GraphProto, int, IReadOnlyList<Value>, FoldedGraph> foldShapes)
    {
        var version = VersionOf(proto);
        ModelLimits.Check(proto);
        var model = proto.Clone();
        var graph = model.Graph;
        Precision.Widen(graph);
        var stored = graph.Initializer.Select(t => t.Name).ToHashSet();
        foreach (var input in graph.Input.Where(i => stored.Contains(i.Name)).ToList()) graph.Input.Remove(input);
        model.IrVersion = Math.Max(model.IrVersion, IrWithoutStoredInputs);
        // Shapes of inner values go stale when units are removed; every reader can infer them.
        graph.ValueInfo.Clear();

        Replace(graph, NodeOrder.Sorted(graph.Node, new HashSet<string>([.. stored, .. graph.Input.Select(i => i.Name)])));
        Take(new Folding(graph, version, inputs: null).Result, graph);
        Precision.WidenExponents(graph);
        var stacks = DirectionSplit.Apply(graph);
        Replace(graph, NodeOrder.Sorted(graph.Node, known: null));
        if (ModelLimits.GraphsOf(graph).SelectMany(g => g.Node).Any(n => n.OpType is "Shape" or "Size")) Take(foldShapes(graph, version, inputsOf(graph)), graph);
        if (stacks.Count > 0)
        {
            DirectionStacks.Carry(graph, stacks, new Folding(graph, version, inputsOf(graph)).ShapeOf);
            Take(new FoldedGraph(NodeOrder.Sorted(graph.Node, known: null), graph.Initializer.ToDictionary(t => t.Name)), graph);
        }
        return model;
    }

    private static void Take(FoldedGraph folded, GraphProto graph)
    {
        Replace(graph, Needed(folded.Nodes, graph));
        var read = graph.Node.SelectMany(NodeOrder.Reads).Concat(graph.Output.Select(o => o.Name)).ToHashSet();
        // Weights keep their places; what was computed comes after them.
        var kept = graph.Initializer.Select(t => t.Name).Concat(folded.Constants.Keys).Distinct()
            .Where(name => read.Contains(name) && folded.Constants.ContainsKey(name)).ToList();
        graph.Initializer.Clear();
        graph.Initializer.AddRange(kept.Select(name => folded.Constants[name]));
    }

    private static int VersionOf(ModelProto model)
    {
        var version = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version
            ?? throw new RejectedException("model", "names no version of the default operator set", "Export the model again.");
        return version is >= OldestOpset and < int.MaxValue
            ? (int)version
            : throw new RejectedException("model", $"uses operator set {version}", $"Export it with operator set {OldestOpset} or newer.");
    }

    private static void Replace(GraphProto graph, IReadOnlyList<NodeProto> nodes)
    {
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    /// <summary>The nodes that the outputs depend on.</summary>
    private static List<NodeProto> Needed(IReadOnlyList<NodeProto> nodes, GraphProto graph)
    {
        var read = graph.Output.Select(o => o.Name).ToHashSet();
        var needed = new List<NodeProto>(nodes.Count);
        foreach (var node in nodes.Reverse().Where(n => n.Output.Any(read.Contains)))
        {
            read.UnionWith(NodeOrder.Reads(node));
            needed.Add(node);
        }
        needed.Reverse();
        return needed;
    }
}
