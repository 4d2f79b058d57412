using DeepIoT.Compression.Import;
using DeepIoT.Compression.Operators;

namespace DeepIoT.Compression.Graph;

/// <summary>One point where a node sums over units: the value, the axis, and the units along it.</summary>
public sealed record GatePoint(string Value, int Axis, int[] Labels);

/// <summary>Runs the coupling rule of every node in order and collects values, slots, gate points, and every problem.</summary>
public sealed class CouplingPass
{
    private readonly Dictionary<string, Value> _values = [];
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<(string, int), GatePoint> _gatePoints = [];
    private readonly Dictionary<string, int> _uses = [];
    private readonly Dictionary<(string, int), int> _owners = [];
    private readonly HashSet<int[]> _labels = [];
    private long _ownedIndices;
    private long _elementsFollowed;

    public CouplingPass(IReadOnlyDictionary<string, Weight> weights, IEnumerable<Value> inputs)
    {
        Weights = weights;
        foreach (var input in inputs) _values.Add(input.Name, input);
    }

    public UnitTable Units { get; } = new();

    public IReadOnlyDictionary<string, Weight> Weights { get; }

    public IReadOnlyDictionary<string, Value> Values => _values;

    public IReadOnlyList<Slot> Slots => _slots;

    public IReadOnlyCollection<GatePoint> GatePoints => _gatePoints.Values;

    public void Run(IReadOnlyList<Node> nodes, IReadOnlyList<Operator> operators, IEnumerable<string> outputs)
    {
        var problems = new List<Problem>();
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var name in nodes[i].Inputs) _uses[name] = _uses.GetValueOrDefault(name) + 1;
            // What follows from a problem is none of its own.
            if (nodes[i].Inputs.Any(n => n.Length > 0 && !_values.ContainsKey(n) && !Weights.ContainsKey(n))) continue;
            try
            {
                operators[i].Couple(new Coupling(nodes[i], this));
            }
            catch (RejectedException rejected)
            {
                problems.AddRange(rejected.Problems);
            }
        }
        problems.AddRange(Weights.Values.Where(w => w.IsTensor && !w.IsFloat).Select(w => new Problem(
            $"model: tensor '{w.Name}'", $"holds {w.TypeText} where floats are needed", "Export the model with its data in floats.")));
        foreach (var output in outputs.Where(o => problems.Count == 0 && !_values.ContainsKey(o)))
            problems.Add(new Problem("model", $"has an output '{output}' that nothing computes from its input", "Check the model."));
        if (problems.Count > 0) throw new RejectedException(problems);
        foreach (var (weight, dimension) in _owners.Keys)
        {
            // A node that reads a shared weight without naming its units needs the whole of it.
            if (_owners[(weight, dimension)] < _uses[weight])
                Units.Fix(Weights[weight].Labels[dimension], $"'{weight}' is also read by a node that needs all of it");
        }
        foreach (var output in outputs)
        {
            foreach (var labels in _values[output].Labels) Units.Fix(labels, "network output");
        }
    }

    public Value ValueOf(Node node, int index)
    {
        if (!node.HasInput(index)) throw node.Rejected($"lacks its input {index}", "Export the model again.");
        var name = node.Inputs[index];
        if (_values.TryGetValue(name, out var value)) return value;
        var weight = Weights[name];
        return new Value(name, weight.Shape, (int[]?[])weight.Labels.Clone());
    }

    /// <exception cref="RejectedException">The value is larger than any tensor can be.</exception>
    public void Define(Node node, Value value)
    {
        ModelLimits.CheckSize(value, node.Rejected);
        foreach (var labels in value.Labels) Count(node, labels);
        _values[value.Name] = value;
    }

    /// <summary>Whether there is time to follow units over so many elements; each yes is counted.</summary>
    public bool MayFollow(long elements)
    {
        if (_elementsFollowed + elements > ModelLimits.ElementsFollowed) return false;
        _elementsFollowed += elements;
        return true;
    }

    public void Consume(string value, int axis, int[] labels) =>
        _gatePoints.TryAdd((value, axis), new GatePoint(value, axis, labels));

    public void Own(Weight weight, int dimension, int[]? labels, Slot slot)
    {
        weight.IsTensor = true;
        if (labels is null) return;
        if (weight.Shape[dimension] != labels.Length)
        {
            throw slot.Node.Rejected(
                $"has weight '{weight.Name}' of shape {Value.Describe(weight.Shape)} where dimension {dimension} must be {labels.Length}",
                "Export the model again.");
        }
        var owned = weight.Labels[dimension];
        weight.Labels[dimension] = owned is null ? labels : Units.Join(owned, labels, $"'{weight.Name}' is shared");
        _owners[(weight.Name, dimension)] = _owners.GetValueOrDefault((weight.Name, dimension)) + 1;
        _slots.Add(slot);
        _ownedIndices += labels.Length;
        Count(slot.Node, labels);
    }

    /// <summary>Values that have their units from the same place share their labels, which take memory once.</summary>
    private void Count(Node node, int[]? labels)
    {
        if (labels is not null && _labels.Add(labels)) _ownedIndices += labels.Length;
        if (_ownedIndices > ModelLimits.OwnedIndices || Units.Count > ModelLimits.Units)
        {
            throw node.Rejected($"brings the network to {Units.Count} hidden elements that own {_ownedIndices} indices of its tensors",
                $"At most {ModelLimits.Units} and {ModelLimits.OwnedIndices} are supported.");
        }
    }
}
