using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>A constant input of a node that came out differently for two batch sizes.</summary>
/// <param name="Left">Its value for one batch size, <paramref name="Right"/> for the other.</param>
/// <param name="DataLeft">Shape of the node's first input for the one, <paramref name="DataRight"/> for the other.</param>
internal sealed record BatchDependence(NodeProto Node, int Input, TensorProto Left, TensorProto Right, long[]? DataLeft, long[]? DataRight)
{
    /// <summary>Gives the node a constant of its own that does not depend on the batch; false when there is none.</summary>
    public bool Resolve(Dictionary<string, TensorProto> constants)
    {
        var resolved = (Node.OpType, Input) switch
        {
            ("Reshape", 1) => ReshapeTarget(),
            ("Slice", 2) => SliceEnds(),
            ("Resize", 3) => ResizeScales(),
            // An initial state of zeros is what a recurrent layer starts from anyway.
            ("LSTM" or "GRU" or "RNN", 5 or 6) when IsZero(Left) && IsZero(Right) => new TensorProto(),
            _ => null,
        };
        if (resolved is null) return false;
        if (Node.OpType == "Resize") Node.Input[Input] = "";
        var input = Node.OpType == "Resize" ? 2 : Input;
        Node.Input[input] = resolved.Dims.Count == 0 ? "" : resolved.Name = $"{Node.Output[0]}/{Node.OpType.ToLowerInvariant()}_{input}";
        if (resolved.Dims.Count > 0) constants[resolved.Name] = resolved;
        return true;
    }

    /// <summary>0 where a size is copied from the same axis, and -1 for at most one other.</summary>
    private TensorProto? ReshapeTarget()
    {
        if (DataLeft is null || DataRight is null) return null;
        var (left, right) = (Filled(Left.Integers(), DataLeft), Filled(Right.Integers(), DataRight));
        if (left is null || right is null) return null;
        var target = new long[left.Length];
        for (var d = 0; d < target.Length; d++)
        {
            var isCopied = d < DataLeft.Length && d < DataRight.Length && left[d] == DataLeft[d] && right[d] == DataRight[d];
            target[d] = left[d] == right[d] ? left[d] : isCopied ? 0 : -1;
        }
        return target.Count(n => n == -1) <= 1 ? TensorContent.OfIntegers("", [target.Length], target) : null;
    }

    private static long[]? Filled(long[] target, long[] data)
    {
        var filled = target.Select((n, d) => n == 0 && d < data.Length ? data[d] : n).ToArray();
        var open = Array.IndexOf(filled, -1);
        if (open < 0) return filled;
        var (elements, others) = (data.Aggregate(1L, (a, b) => a * b), filled.Where(n => n != -1).Aggregate(1L, (a, b) => a * b));
        if (others == 0 || elements % others != 0) return null;
        filled[open] = elements / others;
        return filled;
    }

    /// <summary>An end that is the size of the batch is the end of its axis.</summary>
    private TensorProto? SliceEnds()
    {
        var (left, right) = (Left.Integers(), Right.Integers());
        if (DataLeft is null || DataRight is null || left.Length != right.Length) return null;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] == right[i]) continue;
            if (left[i] != DataLeft[0] || right[i] != DataRight[0]) return null;
            left[i] = int.MaxValue;
        }
        return TensorContent.OfIntegers("", [left.Length], left);
    }

    private TensorProto? ResizeScales()
    {
        var (left, right) = (Left.Integers(), Right.Integers());
        if (DataLeft is null || DataRight is null || left.Length != DataLeft.Length || right.Length != DataRight.Length) return null;
        var scales = new float[left.Length];
        for (var d = 0; d < scales.Length; d++)
        {
            scales[d] = (float)left[d] / DataLeft[d];
            if (left[d] != right[d] && (left[d] != DataLeft[d] || right[d] != DataRight[d])) return null;
            if ((long)Math.Floor(DataLeft[d] * scales[d]) != left[d]) return null;
        }
        return TensorContent.OfFloats("", [scales.Length], scales);
    }

    private static bool IsZero(TensorProto tensor) =>
        tensor.DataType == (int)TensorProto.Types.DataType.Float && tensor.Floats().All(v => v == 0);
}
