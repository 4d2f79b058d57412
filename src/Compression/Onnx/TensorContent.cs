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

    /// <summary>What keeps the values from being read; null when nothing does. Reads no value.</summary>
    public static Problem? ProblemOf(TensorProto tensor)
    {
        try
        {
            RefuseExternal(tensor);
            var type = (DataType)tensor.DataType;
            var (count, size) = (tensor.Count(), SizeOf(type));
            if (count == 0 && (tensor.Dims.Count != 1)) throw Unreadable(tensor, $"has the empty shape [{string.Join(", ", tensor.Dims)}]");
            if (size == 0) return null;
            var found = tensor.RawData.Length > 0 || Listed(tensor, type) == 0 ? tensor.RawData.Length / (double)size : Listed(tensor, type);
            if (found != count) throw WrongSize(tensor, found, count);
            return null;
        }
        catch (RejectedException rejected)
        {
            return rejected.Problems[0];
        }
    }

    /// <summary>Values of a float tensor of any width, as 32-bit floats.</summary>
    public static float[] Floats(this TensorProto tensor)
    {
        RefuseExternal(tensor);
        var count = tensor.Count();
        var raw = tensor.RawData.Span;
        return (DataType)tensor.DataType switch
        {
            DataType.Float when tensor.FloatData.Count > 0 => Checked(tensor, [.. tensor.FloatData], count),
            DataType.Float => Checked(tensor, Raw<float>(tensor, count).ToArray(), count),
            DataType.Double when tensor.DoubleData.Count > 0 => Checked(tensor, [.. tensor.DoubleData.Select(v => (float)v)], count),
            DataType.Double => Converted(tensor, Raw<double>(tensor, count), count, v => (float)v),
            DataType.Float16 when raw.Length == 0 => Checked(tensor, [.. tensor.Int32Data.Select(v => (float)BitConverter.UInt16BitsToHalf((ushort)v))], count),
            DataType.Float16 => Converted(tensor, Raw<Half>(tensor, count), count, v => (float)v),
            DataType.Bfloat16 when raw.Length == 0 => Checked(tensor, [.. tensor.Int32Data.Select(v => FromBfloat16((ushort)v))], count),
            DataType.Bfloat16 => Converted(tensor, Raw<ushort>(tensor, count), count, FromBfloat16),
            var type => throw Unreadable(tensor, $"holds {type} where floats are needed"),
        };
    }

    /// <summary>Values of an integer or boolean tensor, widened; 64 bits without a sign are read as with one.</summary>
    public static long[] Integers(this TensorProto tensor)
    {
        RefuseExternal(tensor);
        var count = tensor.Count();
        var type = (DataType)tensor.DataType;
        if (tensor.RawData.Length == 0 && count > 0)
        {
            return type switch
            {
                DataType.Int64 => Checked(tensor, [.. tensor.Int64Data], count),
                DataType.Int32 or DataType.Int16 or DataType.Int8 or DataType.Uint16 or DataType.Uint8 or DataType.Bool =>
                    Checked(tensor, [.. tensor.Int32Data.Select(v => (long)v)], count),
                DataType.Uint32 or DataType.Uint64 => Checked(tensor, [.. tensor.Uint64Data.Select(v => (long)v)], count),
                _ => throw Unreadable(tensor, $"holds {type} where integers are needed"),
            };
        }
        return type switch
        {
            DataType.Int64 or DataType.Uint64 => Checked(tensor, Raw<long>(tensor, count).ToArray(), count),
            DataType.Int32 => Converted(tensor, Raw<int>(tensor, count), count, v => (long)v),
            DataType.Int16 => Converted(tensor, Raw<short>(tensor, count), count, v => (long)v),
            DataType.Int8 => Converted(tensor, Raw<sbyte>(tensor, count), count, v => (long)v),
            DataType.Uint32 => Converted(tensor, Raw<uint>(tensor, count), count, v => (long)v),
            DataType.Uint16 => Converted(tensor, Raw<ushort>(tensor, count), count, v => (long)v),
            DataType.Uint8 or DataType.Bool => Converted(tensor, Raw<byte>(tensor, count), count, v => (long)v),
            _ => throw Unreadable(tensor, $"holds {type} where integers are needed"),
        };
    }

    public static TensorProto OfFloats(string name, IEnumerable<long> shape, ReadOnlySpan<float> values) =>
        Of(name, shape, DataType.Float, MemoryMarshal.AsBytes(values));

    public static TensorProto OfIntegers(string name, IEnumerable<long> shape, ReadOnlySpan<long> values) =>
        Of(name, shape, DataType.Int64, MemoryMarshal.AsBytes(values));

    /// <summary>Bytes of one element; 0 for types that are not read here.</summary>
    public static int SizeOf(DataType type) => type switch
    {
        DataType.Bool or DataType.Int8 or DataType.Uint8 => 1,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        _ => 0,
    };

    // ONNX stores raw data little-endian, as does every processor this runs on.
    public static TensorProto Of(string name, IEnumerable<long> shape, DataType type, ReadOnlySpan<byte> raw)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private static int Listed(TensorProto tensor, DataType type) => type switch
    {
        DataType.Float => tensor.FloatData.Count,
        DataType.Double => tensor.DoubleData.Count,
        DataType.Int64 => tensor.Int64Data.Count,
        DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data.Count,
        _ => tensor.Int32Data.Count,
    };

    private static ReadOnlySpan<T> Raw<T>(TensorProto tensor, int count) where T : unmanaged
    {
        var raw = tensor.RawData.Span;
        var size = Marshal.SizeOf<T>();
        return raw.Length == (long)count * size ? MemoryMarshal.Cast<byte, T>(raw) : throw WrongSize(tensor, raw.Length / (double)size, count);
    }

    private static TTo[] Converted<TFrom, TTo>(TensorProto tensor, ReadOnlySpan<TFrom> values, int count, Func<TFrom, TTo> convert)
    {
        var converted = new TTo[values.Length];
        for (var i = 0; i < converted.Length; i++) converted[i] = convert(values[i]);
        return Checked(tensor, converted, count);
    }

    private static float FromBfloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static T[] Checked<T>(TensorProto tensor, T[] values, int count) =>
        values.Length == count ? values : throw WrongSize(tensor, values.Length, count);

    private static void RefuseExternal(TensorProto tensor)
    {
        if (tensor.DataLocation == DataLocation.External)
            throw Unreadable(tensor, "keeps its values in another file", "Save the model with its weights inside the ONNX file.");
    }

    private static RejectedException WrongSize(TensorProto tensor, double found, int count) =>
        Unreadable(tensor, $"has {found:0.##} values where its shape [{string.Join(", ", tensor.Dims)}] needs {count}");

    private static RejectedException Unreadable(TensorProto tensor, string reason, string remedy = "Export the model again.") =>
        new($"model: tensor '{tensor.Name}'", reason, remedy);
}
