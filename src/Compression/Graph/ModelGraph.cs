using DeepIoT.Compression.Import;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Operators;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// A model read for compression: nodes in running order, weights, the shape of every value, unit groups and costs.
/// The weights' values stay in the ONNX message.
/// </summary>
public sealed class ModelGraph
{
    private readonly HashSet<int> _sharedMasks;

    private ModelGraph(ModelProto proto, IReadOnlyList<Node> nodes, IReadOnlyList<Operator> operators,
        IReadOnlyDictionary<string, Weight> weights, IReadOnlyList<Value> inputs, IReadOnlyList<string> outputs)
    {
        (Proto, Nodes, Operators, Weights, Input) = (proto, nodes, operators, weights, inputs[0]);
        var pass = new CouplingPass(weights, inputs);
        pass.Run(nodes, operators, outputs);
        Values = pass.Values;
        Output = ValueOf(outputs[0]);
        Grouping = new UnitGrouping(pass.Units, pass.Slots);
        GatePoints = [.. pass.GatePoints.Where(p => p.Labels.Any(l => Grouping.PlaceOf(l) is not null))];
        _sharedMasks = [.. GatePoints.Where(HasNoRowASample).SelectMany(p => p.Labels).Select(l => Grouping.PlaceOf(l)?.Group).OfType<int>()];
        var tally = new CostTally(this);
        foreach (var (node, op) in nodes.Zip(operators))
        {
            tally.Node = node;
            op.Cost(tally);
        }
        Parameters = new CostFunction(Groups.Count, tally.Parameters());
        Macs = new CostFunction(Groups.Count, tally.Macs);
        WeightBytes = new CostFunction(Groups.Count, tally.WeightBytes());
        ActivationBytes = new CostFunction(Groups.Count, tally.ActivationBytes());
    }

    public ModelProto Proto { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public IReadOnlyList<Operator> Operators { get; }

    public IReadOnlyDictionary<string, Weight> Weights { get; }

    public Value Input { get; }

    public Value Output { get; }

    public IReadOnlyDictionary<string, Value> Values { get; }

    public UnitGrouping Grouping { get; }

    public IReadOnlyList<UnitGroup> Groups => Grouping.Groups;

    /// <summary>Where gates are applied: wherever a node sums over units that can be removed.</summary>
    public IReadOnlyList<GatePoint> GatePoints { get; }

    /// <summary>Trainable parameters; multiply-accumulates of one sample; bytes of all weights; activation bytes of one sample.</summary>
    public CostFunction Parameters { get; }

    public CostFunction Macs { get; }

    public CostFunction WeightBytes { get; }

    public CostFunction ActivationBytes { get; }

    /// <summary>
    /// Rows of a mask on the group for a batch of so many samples: one a sample; a single one where the units gate a
    /// recurrent weight, which all samples share, or a value in which the batch is merged with another axis.
    /// </summary>
    public int MaskRows(int group, int batch) => _sharedMasks.Contains(group) ? 1 : batch;

    /// <exception cref="ArgumentOutOfRangeException">A cost that only a board class can tell.</exception>
    public CostFunction CostOf(CostKind kind) => kind switch
    {
        CostKind.Parameters => Parameters,
        CostKind.Macs => Macs,
        CostKind.Bytes => WeightBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no graph tells it"),
    };

    /// <summary>Widths of the groups as they are.</summary>
    public double[] Widths => [.. Groups.Select(g => (double)g.Units)];

    /// <summary>A value, or a weight as one.</summary>
    public Value ValueOf(string name) =>
        Values.TryGetValue(name, out var value) ? value : new Value(name, Weights[name].Shape, Weights[name].Labels);

    /// <exception cref="RejectedException">The bytes are no model, or not one that can be compressed.</exception>
    public static ModelGraph Read(ReadOnlyMemory<byte> onnx) => Read(OnnxFile.Parse(onnx));

    /// <exception cref="RejectedException">The model cannot be compressed; names the nodes.</exception>
    public static ModelGraph Read(ModelProto proto)
    {
        proto = ModelImport.Normalise(proto);
        var (input, output) = ModelImport.Ends(proto.Graph);
        return Of(proto, [input], [output]);
    }

    /// <summary>
    /// Reads a model of any number of inputs and outputs, in the sizes that it states: no axis is taken for the batch.
    /// For single operators, not for networks to compress.
    /// </summary>
    /// <exception cref="RejectedException">The model cannot be run; names the nodes.</exception>
    internal static ModelGraph ReadAsIs(ModelProto proto)
    {
        proto = ModelImport.NormaliseAsIs(proto);
        return Of(proto, [.. proto.Graph.Input.Select(ModelImport.InputOf)], [.. proto.Graph.Output.Select(o => o.Name)]);
    }

    private static ModelGraph Of(ModelProto proto, IReadOnlyList<Value> inputs, IReadOnlyList<string> outputs)
    {
        var nodes = ModelImport.NodesOf(proto);
        if (nodes.Count == 0 || inputs.Count == 0) throw new RejectedException("model", "computes nothing from its input", "Check the model; its output is constant.");
        return new ModelGraph(proto, nodes, ModelImport.OperatorsOf(nodes), proto.Graph.Initializer.ToDictionary(t => t.Name, t => new Weight(t)), inputs, outputs);
    }

    private bool HasNoRowASample(GatePoint point) =>
        !Values.TryGetValue(point.Value, out var value) || value.BatchAxis is not { } axis || value.Shape[axis] != Value.Batch;
}
