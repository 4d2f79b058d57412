using System.Runtime.InteropServices;
using Google.Protobuf;
using static DeepIoT.Compression.Onnx.TensorProto.Types;

namespace DeepIoT.Compression.Onnx;

/// <summary>Typed access to the values inside a <see cref="TensorProto"/>.</summary>
public static class TensorContent
{
    /// <summary>Elements in the tensor's declared shape.</summary>
    public static int Count(this TensorProto tensor)
    {
        long count = 1;
        foreach (var n in tensor.Dims)
        {
            if (n < 0) throw Unreadable(tensor, $"has a negative dimension {n}");
            if (n > 0 && count > int.MaxValue / n) throw Unreadable(tensor, "is larger than two billion elements");
            count *= n;
        }
        return (int)count;
    }

    public static float[] Floats(this TensorProto tensor)
    {
        RefuseExternal(tensor);
        var count = tensor.Count();
        if (tensor.DataType != (int)DataType.Float)
            throw Unreadable(tensor, $"holds {(DataType)tensor.DataType} where 32-bit floats are needed");
        if (tensor.FloatData.Count > 0) return Checked(tensor, [.. tensor.FloatData], count);
        var raw = tensor.RawData.Span;
        if (raw.Length != (long)count * sizeof(float)) throw WrongSize(tensor, raw.Length / sizeof(float), count);
        return MemoryMarshal.Cast<byte, float>(raw).ToArray();
    }

    /// <summary>Values of an integer tensor, widened.</summary>
    public static long[] Integers(this TensorProto tensor)
    {
        RefuseExternal(tensor);
        var count = tensor.Count();
        var raw = tensor.RawData.Span;
        return (DataType)tensor.DataType switch
        {
            DataType.Int64 when raw.Length > 0 => Checked(tensor, MemoryMarshal.Cast<byte, long>(raw).ToArray(), count),
            DataType.Int64 => Checked(tensor, [.. tensor.Int64Data], count),
            DataType.Int32 when raw.Length > 0 => Checked(tensor, Widened(MemoryMarshal.Cast<byte, int>(raw)), count),
            DataType.Int32 => Checked(tensor, Widened([.. tensor.Int32Data]), count),
            _ => throw Unreadable(tensor, $"holds {(DataType)tensor.DataType} where integers are needed"),
        };
    }

    public static TensorProto OfFloats(string name, IEnumerable<long> shape, ReadOnlySpan<float> values) =>
        Of(name, shape, DataType.Float, MemoryMarshal.AsBytes(values));

    public static TensorProto OfIntegers(string name, IEnumerable<long> shape, ReadOnlySpan<long> values) =>
        Of(name, shape, DataType.Int64, MemoryMarshal.AsBytes(values));

    // ONNX stores raw data little-endian, as does every processor this runs on.
    private static TensorProto Of(string name, IEnumerable<long> shape, DataType type, ReadOnlySpan<byte> raw)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private static long[] Widened(ReadOnlySpan<int> values)
    {
        var wide = new long[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }

    private static T[] Checked<T>(TensorProto tensor, T[] values, int count) =>
        values.Length == count ? values : throw WrongSize(tensor, values.Length, count);

    private static void RefuseExternal(TensorProto tensor)
    {
        if (tensor.DataLocation == DataLocation.External)
            throw Unreadable(tensor, "keeps its values in another file", "Save the model with its weights inside the ONNX file.");
    }

    private static RejectedException WrongSize(TensorProto tensor, int found, int count) =>
        Unreadable(tensor, $"has {found} values where its shape [{string.Join(", ", tensor.Dims)}] needs {count}");

    private static RejectedException Unreadable(TensorProto tensor, string reason, string remedy = "Export the model again.") =>
        new($"model: tensor '{tensor.Name}'", reason, remedy);
}
