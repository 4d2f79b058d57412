using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Operators;
using static DeepIoT.Compression.Onnx.TensorProto.Types;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Import;

/// <summary>
/// What a node makes of constants, for the operators that exporters compute shapes with. Nothing here has to be
/// differentiable or fast: the tensors are shapes, indices and limits.
/// </summary>
internal static class ConstantRules
{
    /// <summary>Larger constants are not made: a shape of a billion is a broken file.</summary>
    public const long MostElements = 1 << 24;

    private static readonly Dictionary<string, Func<Node, Tensor[], Tensor>> Rules = new()
    {
        ["Identity"] = (_, x) => x[0],
        ["Add"] = (_, x) => x[0].Plus(x[1]),
        ["Sub"] = (_, x) => x[0] - x[1],
        ["Mul"] = (_, x) => x[0] * x[1],
        ["Div"] = (_, x) => x[0].is_integral() ? x[0].div(x[1], RoundingMode.trunc) : x[0] / x[1],
        ["Mod"] = (node, x) => node.Integer("fmod", 0) == 0 ? x[0].remainder(x[1]) : x[0].fmod(x[1]),
        ["Pow"] = (_, x) => x[0].pow(x[1]).to_type(x[0].dtype),
        ["Min"] = (_, x) => x.Aggregate((a, b) => a.minimum(b)),
        ["Max"] = (_, x) => x.Aggregate((a, b) => a.maximum(b)),
        ["Neg"] = (_, x) => -x[0],
        ["Abs"] = (_, x) => x[0].abs(),
        ["Floor"] = (_, x) => x[0].floor(),
        ["Ceil"] = (_, x) => x[0].ceil(),
        ["Sqrt"] = (_, x) => x[0].sqrt(),
        ["Exp"] = (_, x) => x[0].exp(),
        ["Log"] = (_, x) => x[0].log(),
        ["Reciprocal"] = (_, x) => x[0].reciprocal(),
        ["Not"] = (_, x) => x[0].logical_not(),
        ["And"] = (_, x) => x[0].logical_and(x[1]),
        ["Or"] = (_, x) => x[0].logical_or(x[1]),
        ["Equal"] = (_, x) => x[0] == x[1],
        ["Less"] = (_, x) => x[0] < x[1],
        ["LessOrEqual"] = (_, x) => x[0] <= x[1],
        ["Greater"] = (_, x) => x[0] > x[1],
        ["GreaterOrEqual"] = (_, x) => x[0] >= x[1],
        ["Where"] = (_, x) => where(x[0], x[1], x[2]),
        ["Cast"] = (node, x) => ConstantTensor.TypeOf((DataType)node.Integer("to", 0)) is { } type
            ? x[0].to_type(type) : throw node.Rejected($"casts to {(DataType)node.Integer("to", 0)}", "Export shapes as integers."),
        ["Concat"] = (node, x) => cat(x, node.Integer("axis", 0)),
        ["Transpose"] = (node, x) => x[0].permute(node.Integers("perm") ?? [.. Enumerable.Range(0, (int)x[0].dim()).Reverse().Select(d => (long)d)]),
        ["Reshape"] = (_, x) => x[0].reshape([.. Longs(x[1]).Select((n, d) => n == 0 ? x[0].shape[d] : n)]),
        ["Flatten"] = (node, x) => x[0].reshape(x[0].shape.Take((int)node.Integer("axis", 1)).Aggregate(1L, (a, b) => a * b), -1),
        ["Unsqueeze"] = (node, x) => Unsqueezed(x[0], Axes(node, x)!),
        ["Squeeze"] = (node, x) => Squeezed(x[0], Axes(node, x)),
        ["Gather"] = (node, x) => Gathered(x[0], x[1], node.Integer("axis", 0)),
        ["Slice"] = Sliced,
        ["ConstantOfShape"] = (node, x) => Filled(node, Longs(x[0])),
        ["Expand"] = (node, x) => x[0].expand(Broadcast(node, x[0].shape, Longs(x[1]))).clone(),
        ["Range"] = (node, x) => Ranged(node, x[0], x[1], x[2]),
        ["ReduceProd"] = (node, x) => Axes(node, x) is { } axes
            ? axes.OrderDescending().Aggregate(x[0], (product, axis) => product.prod(axis, node.Integer("keepdims", 1) != 0)).to_type(x[0].dtype)
            : x[0].prod().to_type(x[0].dtype),
    };

    public static bool Knows(string type) => Rules.ContainsKey(type);

    /// <summary>
    /// Elements of what the node makes of inputs of these shapes, before it does. Nodes that are told a size by the values
    /// of an input check that themselves.
    /// </summary>
    public static double ElementsOf(Node node, IReadOnlyList<long[]> shapes)
    {
        return node.Type switch
        {
            "Concat" => shapes.Sum(Product),
            "Gather" when shapes.Count == 2 => Product(shapes[1]) * Product(shapes[0]) / Math.Max(1, SizeAt(shapes[0], node.Integer("axis", 0))),
            _ => Enumerable.Range(1, shapes.Select(s => s.Length).DefaultIfEmpty(0).Max()).Aggregate(1.0, (product, d) => product * shapes.Max(s => d <= s.Length ? s[^d] : 1)),
        };

        static double Product(long[] shape) => shape.Aggregate(1.0, (product, n) => product * n);

        static long SizeAt(long[] shape, long axis) => shape.ElementAtOrDefault((int)(axis < 0 ? axis + shape.Length : axis));
    }

    /// <summary>The node's only output; a failure of Torch names the node.</summary>
    /// <exception cref="RejectedException">The constants do not fit each other or the node.</exception>
    public static Tensor Apply(Node node, Tensor[] inputs)
    {
        try
        {
            return Rules[node.Type](node, inputs);
        }
        // Whatever a broken file can make Torch or an index say; a bug here would show in the operators' own tests.
        catch (Exception fault) when (fault is System.Runtime.InteropServices.ExternalException or ArgumentException
            or IndexOutOfRangeException or InvalidOperationException or NullReferenceException or OverflowException)
        {
            throw node.Rejected("computes with constants that do not fit each other", "Check the model; it cannot run as it is.");
        }
    }

    private static long[] Longs(Tensor x) => TorchMemory.ValuesOf<long>(x.to_type(ScalarType.Int64));

    private static long[]? Axes(Node node, Tensor[] inputs) => node.Integers("axes") ?? (inputs.Length > 1 ? Longs(inputs[1]) : null);

    private static Tensor Unsqueezed(Tensor x, long[] axes)
    {
        var rank = x.dim() + axes.Length;
        return axes.Select(a => a < 0 ? a + rank : a).Order().Aggregate(x, (y, axis) => y.unsqueeze(axis));
    }

    private static Tensor Squeezed(Tensor x, long[]? axes) =>
        axes is null ? x.squeeze() : axes.Select(a => a < 0 ? a + x.dim() : a).OrderDescending().Aggregate(x, (y, axis) => y.squeeze(axis));

    private static Tensor Gathered(Tensor x, Tensor indices, long axis)
    {
        if (axis < 0) axis += x.dim();
        var flat = Longs(indices).Select(i => i < 0 ? i + x.shape[axis] : i).ToArray();
        return x.index_select(axis, tensor(flat, ScalarType.Int64)).reshape([.. x.shape.Take((int)axis), .. indices.shape, .. x.shape.Skip((int)axis + 1)]);
    }

    private static Tensor Sliced(Node node, Tensor[] x)
    {
        long[]? Given(string attribute, int input) => node.Integers(attribute) ?? (x.Length > input ? Longs(x[input]) : null);
        var bounds = SliceBounds.Of(node, (int)x[0].dim(), Given("starts", 1), Given("ends", 2), Given("axes", 3), Given("steps", 4));
        return bounds.Cuts.Aggregate(x[0], (y, cut) => y.index_select(cut.Axis,
            tensor(SliceBounds.Indices(y.shape[cut.Axis], cut.Start, cut.End, cut.Step).Select(i => (long)i).ToArray(), ScalarType.Int64)));
    }

    private static Tensor Filled(Node node, long[] shape)
    {
        CheckSize(node, shape);
        using var value = node.Tensor("value") is { } given ? ConstantTensor.Read(given) : zeros(1);
        return value!.reshape(1).expand(shape).clone();
    }

    private static long[] Broadcast(Node node, long[] from, long[] to)
    {
        var rank = Math.Max(from.Length, to.Length);
        long Size(long[] shape, int d) => d - rank + shape.Length is >= 0 and var at ? shape[at] : 1;
        long[] shape = [.. Enumerable.Range(0, rank).Select(d => Size(from, d) == 1 ? Size(to, d) : Size(from, d))];
        CheckSize(node, shape);
        return shape;
    }

    private static Tensor Ranged(Node node, Tensor start, Tensor limit, Tensor delta)
    {
        var (first, end, step) = (start.to_type(ScalarType.Float64).item<double>(), limit.to_type(ScalarType.Float64).item<double>(), delta.to_type(ScalarType.Float64).item<double>());
        var count = Math.Max(0, Math.Ceiling((end - first) / step));
        if (!(count <= MostElements)) throw TooLarge(node);
        return start.Plus(arange(Number(0), Number((long)count), Number(1), ScalarType.Int64).to_type(start.dtype) * delta).reshape((long)count);
    }

    private static void CheckSize(Node node, long[] shape)
    {
        long elements = 1;
        foreach (var n in shape)
        {
            if (n < 0 || (n > 0 && elements > MostElements / n)) throw TooLarge(node);
            elements *= n;
        }
    }

    private static RejectedException TooLarge(Node node) =>
        node.Rejected($"makes a constant of more than {MostElements} elements", "Check the model; shapes are small.");
}
