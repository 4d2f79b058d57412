using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>The value of a Constant node, in each of the forms that the standard has for it.</summary>
internal static class ConstantNodes
{
    /// <exception cref="RejectedException">The value is of a form that is not read, such as a sparse tensor or text.</exception>
    public static TensorProto TensorOf(Node node)
    {
        if (node.Tensor("value") is { } tensor) return tensor.Clone();
        if (node.Has("value_float")) return TensorContent.OfFloats("", [], [node.Real("value_float", 0)]);
        if (node.Reals("value_floats") is { } reals) return TensorContent.OfFloats("", [reals.Length], reals);
        if (node.Has("value_int")) return TensorContent.OfIntegers("", [], [node.Integer("value_int", 0)]);
        if (node.Integers("value_ints") is { } integers) return TensorContent.OfIntegers("", [integers.Length], integers);
        throw node.Rejected("holds a sparse tensor or text", "Export the model with plain tensors.");
    }
}
