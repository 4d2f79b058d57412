using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Graph;

/// <summary>What an operator sees when it rewrites its attributes and shapes for the units that stay.</summary>
public sealed class Slicing(ModelGraph graph, Keep keep, ModelProto target, Node node, NodeProto rewritten)
{
    public Node Node { get; } = node;

    public Value Input(int index) =>
        graph.Values.TryGetValue(Node.Inputs[index], out var value) ? value : Value.Plain(Node.Inputs[index], graph.Weights[Node.Inputs[index]].Shape);

    public Value Output => graph.Values[Node.Outputs[0]];

    /// <summary>Size of an axis after removal.</summary>
    public long SizeOf(Value value, int axis) => keep.Size(value.Shape[axis], value.Labels[axis]);

    public void SetInteger(string attribute, long value) => rewritten.Attribute.Single(a => a.Name == attribute).I = value;

    /// <summary>Gives the node its own copy of an integer input, so that other readers of the old one see no change.</summary>
    public void SetIntegers(int input, IReadOnlyCollection<long> values)
    {
        var name = $"{Node.Outputs[0]}/{Node.Type.ToLowerInvariant()}_{input}";
        if (target.Graph.Initializer.FirstOrDefault(t => t.Name == name) is { } old) target.Graph.Initializer.Remove(old);
        target.Graph.Initializer.Add(TensorContent.OfIntegers(name, [values.Count], [.. values]));
        rewritten.Input[input] = name;
    }

    public long[] Integers(int input) => graph.Weights[Node.Inputs[input]].Proto.Integers();
}
