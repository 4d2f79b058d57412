using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// Carries the stack of two directions on through transpositions to where the model lays the directions side by side or
/// picks one of them. Works on a graph whose shapes are constants.
/// </summary>
internal sealed class DirectionStacks
{
    private readonly GraphProto _graph;
    private readonly GraphEdit _edit;
    private readonly Func<string, long[]?> _shapeOf;
    private readonly Queue<Stack> _ahead = [];

    private DirectionStacks(GraphProto graph, Func<string, long[]?> shapeOf) => (_graph, _edit, _shapeOf) = (graph, new GraphEdit(graph), shapeOf);

    /// <param name="stacks">What <see cref="DirectionSplit"/> returned.</param>
    /// <param name="shapeOf">Shape of a value of the graph; null when unknown.</param>
    public static void Carry(GraphProto graph, IReadOnlyList<string> stacks, Func<string, long[]?> shapeOf)
    {
        var (carrier, names) = (new DirectionStacks(graph, shapeOf), stacks.ToHashSet());
        foreach (var node in graph.Node.Where(n => n.OpType == "Concat" && names.Contains(n.Output[0])))
        {
            carrier._edit.Remove(node);
            carrier._ahead.Enqueue(new Stack(node.Output[0], [.. node.Input], (int)AxisOf(node)));
        }
        while (carrier._ahead.TryDequeue(out var stack)) carrier.Carry(stack);
        carrier._edit.Finish();
    }

    /// <summary>Gives every reader of the stack what it wants of the two parts.</summary>
    private void Carry(Stack stack)
    {
        var isOutput = _graph.Output.Any(o => o.Name == stack.Name);
        var carried = isOutput ? [] : _edit.ReadersOf(stack.Name).Where(reader => CarriedTo(reader, stack)).ToList();
        foreach (var reader in carried) _edit.Remove(reader);
        if (isOutput || _edit.ReadersOf(stack.Name).Count > 0) _edit.Add("Concat", $"{stack.Name}/stack", stack.Name, stack.Parts, ("axis", stack.Axis));
    }

    private bool CarriedTo(NodeProto reader, Stack stack)
    {
        var (result, parts, axis) = (reader.Output[0], stack.Parts, stack.Axis);
        string[] Ends() => [.. DirectionSplit.Ends.Select(end => _edit.Fresh($"{result}/{end}"))];
        switch (reader.OpType)
        {
            case "Transpose" when reader.Attribute.FirstOrDefault(a => a.Name == "perm") is { } order:
                var turned = Ends();
                for (var d = 0; d < 2; d++)
                {
                    var node = reader.Clone();
                    (node.Name, node.Input[0], node.Output[0]) = (turned[d], parts[d], turned[d]);
                    _edit.Add(node);
                }
                _ahead.Enqueue(new Stack(result, turned, order.Ints.IndexOf(axis)));
                return true;
            case "Reshape" when reader.Input[0] == stack.Name && LaysSideBySide(stack, result):
                var target = _edit.Add(TensorContent.OfIntegers($"{result}/of_one_direction", [axis + 1], [.. new long[axis], -1]));
                var flat = Ends();
                for (var d = 0; d < 2; d++) _edit.Add("Reshape", flat[d], flat[d], [parts[d], target]);
                _edit.Add("Concat", reader.Name, result, flat, ("axis", axis));
                return true;
            case "Gather" when AxisOf(reader) == axis && reader.Input[0] == stack.Name && _edit.Stored(reader.Input[1]) is { } index && index.Integers() is [>= -2 and < 2 and var picked]:
                var from = parts[picked < 0 ? picked + 2 : picked];
                // An index without a dimension takes the axis away, one of a single element keeps it.
                if (index.Dims.Count == 0) _edit.Add("Gather", reader.Name, result, [from, _edit.Add(TensorContent.OfIntegers($"{result}/only", [], [0]))], ("axis", axis));
                else _edit.Add("Identity", reader.Name, result, [from]);
                return true;
            case "Split" when AxisOf(reader) == axis && reader.Output.Count == 2:
                for (var d = 0; d < 2; d++) _edit.Add("Identity", $"{reader.Name}/{DirectionSplit.Ends[d]}", reader.Output[d], [parts[d]]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a reshape merges the directions with the units behind them, and leaves the axes before them as they are.</summary>
    private bool LaysSideBySide(Stack stack, string result) =>
        _shapeOf(stack.Name) is { } from && _shapeOf(result) is { } to && to.Length == stack.Axis + 1
        && to.AsSpan(0, stack.Axis).SequenceEqual(from.AsSpan(0, stack.Axis));

    private static long AxisOf(NodeProto node) => node.Attribute.FirstOrDefault(a => a.Name == "axis")?.I ?? 0;

    /// <summary>A value that holds both directions along an axis, and each of them as a value of its own.</summary>
    private sealed record Stack(string Name, string[] Parts, int Axis);
}
