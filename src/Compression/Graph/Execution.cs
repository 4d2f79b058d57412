using static TorchSharp.torch;

namespace DeepIoT.Compression.Graph;

/// <summary>What an operator sees when it runs: its node's inputs as tensors, gated where it sums over units.</summary>
public sealed class Execution
{
    private readonly ModelGraph _graph;
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly IReadOnlyDictionary<(string, int), GateMap> _maps;
    private readonly Gates? _gates;
    private readonly Dictionary<string, Tensor> _values;
    private readonly Dictionary<(string, int), Tensor> _gated = [];

    internal Execution(ModelGraph graph, IReadOnlyDictionary<string, Tensor> weights,
        IReadOnlyDictionary<(string, int), GateMap> maps, IReadOnlyDictionary<string, Tensor> inputs, Gates? gates, bool isTraining)
    {
        (_graph, _weights, _maps, _gates, IsTraining, Node) = (graph, weights, maps, gates, isTraining, graph.Nodes[0]);
        _values = new Dictionary<string, Tensor>(inputs);
    }

    /// <summary>Normalisation uses and updates batch statistics when true, stored ones otherwise.</summary>
    public bool IsTraining { get; }

    public Node Node { get; internal set; }

    public Tensor Input(int index) => Named(Node.Inputs[index]);

    public Tensor? Optional(int index) => Node.HasInput(index) ? Input(index) : null;

    /// <summary>Values of a constant integer input.</summary>
    public long[] IntegersOf(int index) => _graph.Weights[Node.Inputs[index]].Integers;

    /// <summary>Integers that early operator sets give as an attribute and later ones as a constant input; null when absent.</summary>
    public long[]? Integers(string attribute, int index) =>
        Node.Integers(attribute) ?? (Node.HasInput(index) ? IntegersOf(index) : null);

    /// <summary>Numbers that early operator sets give as an attribute and later ones as a constant input; null when absent.</summary>
    public float[]? Reals(string attribute, int index) =>
        Node.Reals(attribute) ?? (Node.HasInput(index) ? _graph.Weights[Node.Inputs[index]].Reals : null);

    /// <summary>What the graph knows of an input before it runs.</summary>
    public Value ValueOf(int index) => _graph.ValueOf(Node.Inputs[index]);

    /// <summary>The input with gates applied along the axis that the node sums over.</summary>
    public Tensor Consumed(int index, int axis)
    {
        var key = (Node.Inputs[index], axis);
        if (_gates is null || !_maps.TryGetValue(key, out var map)) return Input(index);
        if (!_gated.TryGetValue(key, out var gated)) _gated.Add(key, gated = map.Apply(Input(index), _gates));
        return gated;
    }

    /// <summary>The gates along an axis of an input themselves, [batch, size] or [1, size]; null where there are none.</summary>
    public Tensor? GatesOf(int index, int axis) =>
        _gates is not null && _maps.TryGetValue((Node.Inputs[index], axis), out var map) ? map.Factors(_gates) : null;

    public void Output(Tensor value, int index = 0)
    {
        if (index < Node.Outputs.Count && Node.Outputs[index].Length > 0) _values[Node.Outputs[index]] = value;
    }

    internal Tensor Named(string name) => _values.TryGetValue(name, out var value) ? value : _weights[name];
}
