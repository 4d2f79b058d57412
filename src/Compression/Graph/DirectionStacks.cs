using DeepIoT.Compression.Onnx;
using Google.Protobuf.Collections;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// Carries the stack of two directions on through transpositions to where the model lays the directions side by side or
/// picks one of them. Works on a graph whose shapes are constants.
/// </summary>
internal sealed class DirectionStacks
{
    private readonly GraphProto _graph;
    private readonly RepeatedField<NodeProto> _nodes;
    private readonly Func<string, long[]?> _shapeOf;

    private DirectionStacks(GraphProto graph, Func<string, long[]?> shapeOf) => (_graph, _nodes, _shapeOf) = (graph, graph.Node, shapeOf);

    /// <param name="stacks">What <see cref="DirectionSplit"/> returned.</param>
    /// <param name="shapeOf">Shape of a value of the graph; null when unknown.</param>
    public static void Carry(GraphProto graph, IReadOnlyList<string> stacks, Func<string, long[]?> shapeOf)
    {
        var carrier = new DirectionStacks(graph, shapeOf);
        foreach (var stack in graph.Node.Where(n => n.OpType == "Concat" && stacks.Contains(n.Output[0])).ToList())
        {
            carrier._nodes.Remove(stack);
            carrier.Carry(stack.Output[0], [.. stack.Input], (int)AxisOf(stack));
        }
    }

    /// <summary>Gives every reader of the stacked value what it wants of the two parts, which lie along <paramref name="axis"/>.</summary>
    private void Carry(string stacked, string[] parts, int axis)
    {
        var readers = _nodes.Where(n => n.Input.Contains(stacked)).ToList();
        var isOutput = _graph.Output.Any(o => o.Name == stacked);
        foreach (var reader in readers.ToList())
        {
            if (!isOutput && Carried(reader, stacked, parts, axis)) readers.Remove(reader);
        }
        if (readers.Count > 0 || isOutput) _nodes.Add(NewNode.Of("Concat", $"{stacked}/stack", stacked, parts, ("axis", axis)));
    }

    private bool Carried(NodeProto reader, string stacked, string[] parts, int axis)
    {
        var result = reader.Output[0];
        switch (reader.OpType)
        {
            case "Transpose" when reader.Attribute.FirstOrDefault(a => a.Name == "perm") is { } order:
                _nodes.Remove(reader);
                var turned = parts.Select(part => $"{part}/{result}").ToArray();
                for (var d = 0; d < 2; d++)
                {
                    var node = reader.Clone();
                    (node.Name, node.Input[0], node.Output[0]) = (turned[d], parts[d], turned[d]);
                    _nodes.Add(node);
                }
                Carry(result, turned, order.Ints.IndexOf(axis));
                return true;
            case "Reshape" when reader.Input[0] == stacked && LaysSideBySide(stacked, result, axis):
                _nodes.Remove(reader);
                var flat = parts.Select(part => $"{part}/{result}").ToArray();
                var target = Constant($"{result}/of_one_direction", [axis + 1], [.. new long[axis], -1]);
                for (var d = 0; d < 2; d++) _nodes.Add(NewNode.Of("Reshape", flat[d], flat[d], [parts[d], target]));
                _nodes.Add(NewNode.Of("Concat", reader.Name, result, flat, ("axis", axis)));
                return true;
            case "Gather" when AxisOf(reader) == axis && reader.Input[0] == stacked && Stored(reader.Input[1]) is { } index && index.Integers() is [>= -2 and < 2 and var picked]:
                _nodes.Remove(reader);
                var from = parts[picked < 0 ? picked + 2 : picked];
                // An index without a dimension takes the axis away, one of a single element keeps it.
                _nodes.Add(index.Dims.Count == 0
                    ? NewNode.Of("Gather", reader.Name, result, [from, Constant($"{result}/only", [], [0])], ("axis", axis))
                    : NewNode.Of("Identity", reader.Name, result, [from]));
                return true;
            case "Split" when AxisOf(reader) == axis && reader.Output.Count == 2:
                _nodes.Remove(reader);
                for (var d = 0; d < 2; d++) _nodes.Add(NewNode.Of("Identity", $"{reader.Name}/{DirectionSplit.Ends[d]}", reader.Output[d], [parts[d]]));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a reshape merges the directions with the units behind them, and leaves the axes before them as they are.</summary>
    private bool LaysSideBySide(string stacked, string result, int axis) =>
        _shapeOf(stacked) is { } from && _shapeOf(result) is { } to && to.Length == axis + 1 && to.AsSpan(0, axis).SequenceEqual(from.AsSpan(0, axis));

    private static long AxisOf(NodeProto node) => node.Attribute.FirstOrDefault(a => a.Name == "axis")?.I ?? 0;

    private TensorProto? Stored(string name) => _graph.Initializer.FirstOrDefault(t => t.Name == name);

    private string Constant(string name, long[] shape, long[] values)
    {
        _graph.Initializer.Add(TensorContent.OfIntegers(name, shape, values));
        return name;
    }
}
