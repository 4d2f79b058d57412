using DeepIoT.Compression.Onnx;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// Turns a recurrent layer that runs in both directions into two layers of one direction each, whose units can then be
/// removed on their own. ONNX stacks the directions on an axis, where both would need the same width;
/// <see cref="DirectionStacks"/> takes the stack apart where the model does not need it.
/// </summary>
internal sealed class DirectionSplit
{
    public static readonly string[] Ends = ["forward", "reverse"];

    private readonly GraphEdit _edit;
    private readonly List<string> _stacks = [];
    private readonly Dictionary<(string Stacked, int Direction), string> _parts = [];

    private DirectionSplit(GraphProto graph) => _edit = new GraphEdit(graph);

    /// <returns>The values in which both directions are stacked, each the output of a Concat.</returns>
    public static IReadOnlyList<string> Apply(GraphProto graph)
    {
        var split = new DirectionSplit(graph);
        foreach (var node in graph.Node.Where(split.CanSplit)) split.Split(node);
        split._edit.Finish();
        return split._stacks;
    }

    private bool CanSplit(NodeProto node) =>
        node.OpType is "LSTM" or "GRU" or "RNN"
        && node.Attribute.Any(a => a.Name == "direction" && a.S.ToStringUtf8() == "bidirectional")
        && Enumerable.Range(1, 2).All(i => i < node.Input.Count && _edit.Stored(node.Input[i]) is { Dims: [2, ..] });

    private void Split(NodeProto node)
    {
        var batchFirst = node.Attribute.Any(a => a.Name == "layout" && a.I == 1);
        var name = node.Name.Length > 0 ? node.Name : node.Output.First(o => o.Length > 0);
        var directions = Enumerable.Range(0, 2).Select(d => OneDirection(node, name, d, batchFirst)).ToArray();
        _edit.Remove(node);
        foreach (var direction in directions) _edit.Add(direction);
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length == 0) continue;
            var axis = (i == 0 ? 1 : 0) + (batchFirst ? 1 : 0);
            _edit.Add("Concat", $"{node.Output[i]}/stack", node.Output[i], directions.Select(d => d.Output[i]), ("axis", axis));
            _stacks.Add(node.Output[i]);
        }
    }

    private NodeProto OneDirection(NodeProto node, string name, int direction, bool batchFirst)
    {
        var one = node.Clone();
        one.Name = $"{name}/{Ends[direction]}";
        one.Attribute.Single(a => a.Name == "direction").S = ByteString.CopyFromUtf8(Ends[direction]);
        foreach (var list in one.Attribute.Where(a => a.Name is "activations" or "activation_alpha" or "activation_beta"))
        {
            KeepHalf(list.Strings, direction);
            KeepHalf(list.Floats, direction);
        }
        // Lengths, the fifth input, are of the samples and not of the directions.
        for (var i = 1; i < one.Input.Count; i++)
        {
            if (i != 4 && one.Input[i].Length > 0)
                one.Input[i] = PartOf(one.Input[i], direction, i is 5 or 6 && batchFirst ? 1 : 0);
        }
        for (var i = 0; i < one.Output.Count; i++)
        {
            if (one.Output[i].Length > 0) one.Output[i] = _edit.Fresh($"{one.Output[i]}/{Ends[direction]}");
        }
        return one;
    }

    private static void KeepHalf<T>(RepeatedField<T> values, int direction)
    {
        T[] half = [.. values.Skip(direction * values.Count / 2).Take(values.Count / 2)];
        values.Clear();
        values.Add(half);
    }

    /// <summary>One direction of a stacked weight or state, as a value of its own.</summary>
    private string PartOf(string name, int direction, int axis)
    {
        if (_parts.TryGetValue((name, direction), out var part)) return part;
        part = $"{name}/{Ends[direction]}";
        if (_edit.Stored(name) is { } tensor)
        {
            long[] shape = [.. tensor.Dims];
            var values = Slicer.Select(tensor.Floats(), shape, axis, [direction]);
            shape[axis] = 1;
            part = _edit.Add(TensorContent.OfFloats(part, shape, values));
        }
        else
        {
            part = _edit.Fresh(part);
            _edit.Add("Gather", part, part, [name, _edit.Add(TensorContent.OfIntegers($"{part}/index", [1], [direction]))], ("axis", axis));
        }
        return _parts[(name, direction)] = part;
    }
}
