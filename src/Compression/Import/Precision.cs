using DeepIoT.Compression.Onnx;
using static DeepIoT.Compression.Onnx.TensorProto.Types;

namespace DeepIoT.Compression.Import;

/// <summary>Reads models of other float widths as ones of 32-bit floats: weights, inputs, outputs and casts.</summary>
internal static class Precision
{
    public static void Widen(GraphProto graph)
    {
        for (var i = 0; i < graph.Initializer.Count; i++) graph.Initializer[i] = Widened(graph.Initializer[i]);
        foreach (var info in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            if (info.Type?.TensorType is { } type && IsOtherFloat(type.ElemType)) type.ElemType = (int)DataType.Float;
        }
        foreach (var node in graph.Node)
        {
            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is not null) attribute.T = Widened(attribute.T);
                if (attribute.Name == "to" && node.OpType == "Cast" && IsOtherFloat((int)attribute.I)) attribute.I = (int)DataType.Float;
                if (attribute.G is not null) Widen(attribute.G);
            }
        }
    }

    /// <summary>A power may have a whole number as its exponent; its other input, the data, is in floats.</summary>
    public static void WidenExponents(GraphProto graph)
    {
        var whole = graph.Initializer.Where(t => (DataType)t.DataType is DataType.Int32 or DataType.Int64 or DataType.Uint32 or DataType.Uint64).ToDictionary(t => t.Name);
        foreach (var power in graph.Node.Where(n => n.OpType == "Pow" && n.Input.Count == 2 && whole.ContainsKey(n.Input[1])))
        {
            var exponent = whole[power.Input[1]];
            power.Input[1] = $"{power.Output[0]}/exponent";
            graph.Initializer.Add(TensorContent.OfFloats(power.Input[1], exponent.Dims, [.. exponent.Integers().Select(v => (float)v)]));
            if (!graph.Node.Any(n => n.Input.Contains(exponent.Name))) graph.Initializer.Remove(exponent);
        }
    }

    private static TensorProto Widened(TensorProto tensor) =>
        IsOtherFloat(tensor.DataType) ? TensorContent.OfFloats(tensor.Name, tensor.Dims, tensor.Floats()) : tensor;

    private static bool IsOtherFloat(int type) => (DataType)type is DataType.Float16 or DataType.Bfloat16 or DataType.Double;
}
