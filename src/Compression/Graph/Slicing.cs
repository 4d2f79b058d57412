using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Graph;

/// <summary>What an operator sees when it rewrites its attributes and shapes for the units that stay.</summary>
public sealed class Slicing(ModelGraph graph, Keep keep, ModelProto target, Node node, NodeProto rewritten)
{
    public Node Node { get; } = node;

    public Value Input(int index) => graph.ValueOf(Node.Inputs[index]);

    public Value Output => graph.Values[Node.Outputs[0]];

    public Weight Weight(int input) => graph.Weights[Node.Inputs[input]];

    /// <summary>Size of a weight's dimension after removal.</summary>
    public long SizeOf(Weight weight, int dimension) => keep.Size(weight.Shape[dimension], weight.Labels[dimension]);

    /// <summary>Size of an axis after removal.</summary>
    public long SizeOf(Value value, int axis) => keep.Size(value.Shape[axis], value.Labels[axis]);

    /// <summary>Indices along an axis that stay; null when all do.</summary>
    public long[]? Kept(Value value, int axis) => keep.Positions(value.Labels[axis]);

    public void SetInteger(string attribute, long value) => rewritten.Attribute.Single(a => a.Name == attribute).I = value;

    /// <summary>Sets an attribute, which the node may not have had.</summary>
    public void SetIntegers(string attribute, IEnumerable<long> values)
    {
        Remove(attribute);
        var proto = new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Ints };
        proto.Ints.AddRange(values);
        rewritten.Attribute.Add(proto);
    }

    public void Remove(string attribute)
    {
        if (rewritten.Attribute.FirstOrDefault(a => a.Name == attribute) is { } old) rewritten.Attribute.Remove(old);
    }

    /// <summary>Gives the node its own list of integers as an input, so that other readers of the old one see no change.</summary>
    public void SetIntegers(int input, IReadOnlyCollection<long> values) => SetIntegers(input, [values.Count], values);

    /// <param name="shape">Shape of the input; empty for a single number.</param>
    public void SetIntegers(int input, IReadOnlyCollection<long> shape, IReadOnlyCollection<long> values)
    {
        var name = $"{Node.Outputs.First(o => o.Length > 0)}/{Node.Type.ToLowerInvariant()}_{input}";
        if (target.Graph.Initializer.FirstOrDefault(t => t.Name == name) is { } old) target.Graph.Initializer.Remove(old);
        target.Graph.Initializer.Add(TensorContent.OfIntegers(name, shape, [.. values]));
        while (rewritten.Input.Count <= input) rewritten.Input.Add("");
        rewritten.Input[input] = name;
    }

    public long[] Integers(int input) => graph.Weights[Node.Inputs[input]].Integers;

    /// <summary>Integers that early operator sets give as an attribute and later ones as a constant input; null when absent.</summary>
    public long[]? Integers(string attribute, int input) =>
        Node.Integers(attribute) ?? (Node.HasInput(input) ? Integers(input) : null);
}
