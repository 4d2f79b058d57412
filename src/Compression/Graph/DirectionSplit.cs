using DeepIoT.Compression.Onnx;
using Google.Protobuf.Collections;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// Turns a recurrent layer that runs in both directions into two layers of one direction each, whose units can then be
/// removed on their own. ONNX stacks the directions on an axis, where both would need the same width; so the stack is
/// carried on through transpositions to where the model lays the directions side by side or picks one of them.
/// </summary>
internal sealed class DirectionSplit(ModelProto model)
{
    private static readonly string[] Ends = ["forward", "reverse"];

    private readonly RepeatedField<NodeProto> _nodes = model.Graph.Node;

    public static void Apply(ModelProto model)
    {
        var split = new DirectionSplit(model);
        foreach (var node in model.Graph.Node.Where(split.CanSplit).ToList()) split.Split(node);
    }

    private bool CanSplit(NodeProto node) =>
        node.OpType is "LSTM" or "GRU" or "RNN"
        && node.Attribute.Any(a => a.Name == "direction" && a.S.ToStringUtf8() == "bidirectional")
        && Enumerable.Range(1, 2).All(i => i < node.Input.Count && Stored(node.Input[i]) is { Dims: [2, ..] });

    private void Split(NodeProto node)
    {
        var batchFirst = node.Attribute.Any(a => a.Name == "layout" && a.I == 1);
        var name = node.Name.Length > 0 ? node.Name : node.Output.First(o => o.Length > 0);
        var directions = Enumerable.Range(0, 2).Select(d => OneDirection(node, name, d, batchFirst)).ToArray();
        _nodes.Remove(node);
        _nodes.Add(directions);
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length == 0) continue;
            var axis = (i == 0 ? 1 : 0) + (batchFirst ? 1 : 0);
            Carry(node.Output[i], [.. directions.Select(d => d.Output[i])], axis);
        }
        foreach (var unread in node.Input.Where(name => !_nodes.Any(n => n.Input.Contains(name))).Select(Stored).OfType<TensorProto>().ToList())
            model.Graph.Initializer.Remove(unread);
    }

    private NodeProto OneDirection(NodeProto node, string name, int direction, bool batchFirst)
    {
        var one = node.Clone();
        one.Name = $"{name}/{Ends[direction]}";
        one.Attribute.Single(a => a.Name == "direction").S = Google.Protobuf.ByteString.CopyFromUtf8(Ends[direction]);
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
            if (one.Output[i].Length > 0) one.Output[i] += $"/{Ends[direction]}";
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
        var part = $"{name}/{Ends[direction]}";
        if (Stored(name) is { } tensor)
        {
            if (Stored(part) is not null) return part;
            long[] shape = [.. tensor.Dims];
            var values = Slicer.Select(tensor.Floats(), shape, axis, [direction]);
            shape[axis] = 1;
            model.Graph.Initializer.Add(TensorContent.OfFloats(part, shape, values));
        }
        else if (!_nodes.Any(n => n.Output.Contains(part)))
        {
            _nodes.Add(Node("Gather", part, part, [name, Constant($"{part}/index", direction)], ("axis", axis)));
        }
        return part;
    }

    /// <summary>Gives every reader of the stacked value what it wants of the two parts, which lie along <paramref name="axis"/>.</summary>
    private void Carry(string stacked, string[] parts, int axis)
    {
        var readers = _nodes.Where(n => n.Input.Contains(stacked)).ToList();
        var isOutput = model.Graph.Output.Any(o => o.Name == stacked);
        foreach (var reader in readers.ToList())
        {
            if (!isOutput && Carried(reader, stacked, parts, axis)) readers.Remove(reader);
        }
        if (readers.Count > 0 || isOutput) _nodes.Add(Node("Concat", $"{stacked}/stack", stacked, parts, ("axis", axis)));
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
            case "Reshape" when reader.Input[0] == stacked && SideBySide(reader, axis) is { } shape:
                _nodes.Remove(reader);
                var flat = parts.Select(part => $"{part}/{result}").ToArray();
                var target = $"{result}/of_one_direction";
                model.Graph.Initializer.Add(TensorContent.OfIntegers(target, [shape.Length], shape));
                for (var d = 0; d < 2; d++) _nodes.Add(Node("Reshape", flat[d], flat[d], [parts[d], target]));
                _nodes.Add(Node("Concat", reader.Name, result, flat, ("axis", shape.Length - 1)));
                return true;
            case "Gather" when AxisOf(reader) == axis && reader.Input[0] == stacked && Stored(reader.Input[1]) is { } index && index.Integers() is [>= -2 and < 2 and var picked]:
                _nodes.Remove(reader);
                var from = parts[picked < 0 ? picked + 2 : picked];
                // An index without a dimension takes the axis away, one of a single element keeps it.
                _nodes.Add(index.Dims.Count == 0
                    ? Node("Gather", reader.Name, result, [from, Scalar($"{result}/only", 0)], ("axis", axis))
                    : Node("Identity", reader.Name, result, [from]));
                return true;
            case "Split" when AxisOf(reader) == axis && reader.Output.Count == 2:
                _nodes.Remove(reader);
                for (var d = 0; d < 2; d++) _nodes.Add(Node("Identity", $"{reader.Name}/{Ends[d]}", reader.Output[d], [parts[d]]));
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The shape of one direction where the reshape merges the directions with the units behind them, so that they lie
    /// side by side on the last axis; null for any other reshape.
    /// </summary>
    private long[]? SideBySide(NodeProto reshape, int axis)
    {
        if (Stored(reshape.Input[1])?.Integers() is not { } target || target.Length != axis + 1) return null;
        var leading = target[..axis];
        return leading.All(n => n == 0) ? [.. leading, -1] : null;
    }

    private static long AxisOf(NodeProto node) => node.Attribute.FirstOrDefault(a => a.Name == "axis")?.I ?? 0;

    private TensorProto? Stored(string name) => model.Graph.Initializer.FirstOrDefault(t => t.Name == name);

    private string Constant(string name, long value)
    {
        model.Graph.Initializer.Add(TensorContent.OfIntegers(name, [1], [value]));
        return name;
    }

    private string Scalar(string name, long value)
    {
        model.Graph.Initializer.Add(TensorContent.OfIntegers(name, [], [value]));
        return name;
    }

    private static NodeProto Node(string type, string name, string output, IEnumerable<string> inputs, params (string Name, long Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = name, Output = { output }, Input = { inputs } };
        node.Attribute.Add(attributes.Select(a => new AttributeProto { Name = a.Name, I = a.Value, Type = AttributeProto.Types.AttributeType.Int }));
        return node;
    }
}
