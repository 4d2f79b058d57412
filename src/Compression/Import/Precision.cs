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

    private static TensorProto Widened(TensorProto tensor) =>
        IsOtherFloat(tensor.DataType) ? TensorContent.OfFloats(tensor.Name, tensor.Dims, tensor.Floats()) : tensor;

    private static bool IsOtherFloat(int type) => (DataType)type is DataType.Float16 or DataType.Bfloat16 or DataType.Double;
}
