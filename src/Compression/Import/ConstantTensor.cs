using System.Runtime.InteropServices;
using DeepIoT.Compression.Onnx;
using static DeepIoT.Compression.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Import;

/// <summary>Constants as Torch tensors while they are computed with; their types stay as the file has them.</summary>
internal static class ConstantTensor
{
    /// <summary>Null for types that no constant folding needs, such as strings.</summary>
    public static Tensor? Read(TensorProto proto)
    {
        long[] shape = [.. proto.Dims];
        if (proto.Count() == 0) return TypeOf((DataType)proto.DataType) is { } empty ? zeros(shape, empty) : null;
        return (DataType)proto.DataType switch
        {
            DataType.Float => TorchMemory.Of(proto.Floats(), shape),
            DataType.Int64 or DataType.Int32 or DataType.Bool or DataType.Uint8 or DataType.Int8 or DataType.Int16 =>
                tensor(proto.Integers(), shape, ScalarType.Int64).to_type(TypeOf((DataType)proto.DataType)!.Value),
            _ => null,
        };
    }

    public static TensorProto Write(string name, Tensor value)
    {
        return value.dtype switch
        {
            ScalarType.Float32 => TensorContent.OfFloats(name, value.shape, TorchMemory.ValuesOf<float>(value)),
            ScalarType.Int64 => TensorContent.OfIntegers(name, value.shape, TorchMemory.ValuesOf<long>(value)),
            ScalarType.Int32 => Of(DataType.Int32, TorchMemory.ValuesOf<int>(value)),
            ScalarType.Int16 => Of(DataType.Int16, TorchMemory.ValuesOf<short>(value)),
            ScalarType.Int8 => Of(DataType.Int8, TorchMemory.ValuesOf<sbyte>(value)),
            ScalarType.Byte => Of(DataType.Uint8, TorchMemory.ValuesOf<byte>(value)),
            _ => Of(DataType.Bool, TorchMemory.ValuesOf<byte>(value.to_type(ScalarType.Byte))),
        };

        TensorProto Of<T>(DataType type, T[] values) where T : unmanaged =>
            TensorContent.Of(name, value.shape, type, MemoryMarshal.AsBytes<T>(values));
    }

    public static ScalarType? TypeOf(DataType type) => type switch
    {
        DataType.Float => ScalarType.Float32,
        DataType.Int64 => ScalarType.Int64,
        DataType.Int32 => ScalarType.Int32,
        DataType.Int16 => ScalarType.Int16,
        DataType.Int8 => ScalarType.Int8,
        DataType.Uint8 => ScalarType.Byte,
        DataType.Bool => ScalarType.Bool,
        _ => null,
    };
}
