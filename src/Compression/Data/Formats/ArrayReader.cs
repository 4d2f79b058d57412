using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>Decodes the values behind an <see cref="ArrayHeader"/>, whatever their type, without a second copy of the file.</summary>
internal sealed class ArrayReader
{
    private const int ChunkValues = 1 << 13;

    private readonly Stream _payload;
    private readonly string _field;
    private readonly byte[] _raw;

    /// <param name="availableBytes">Bytes behind the header; an upper bound when <paramref name="isBound"/>.</param>
    /// <exception cref="RejectedException">The declared shape does not fit the bytes: nothing was allocated for it.</exception>
    public ArrayReader(ArrayHeader header, Stream payload, long availableBytes, bool isBound, string field)
    {
        (Header, Count, _payload, _field) = (header, header.Count(field), payload, field);
        var declared = Count * header.ElementSize;
        if (declared > availableBytes)
            throw Truncated($"{(isBound ? "at most " : "")}{availableBytes}");
        if (declared < availableBytes && !isBound)
            throw TooLong();
        _raw = new byte[ChunkValues * header.ElementSize];
    }

    public ArrayHeader Header { get; }

    public long Count { get; }

    public float[] ReadFloats(double scale)
    {
        var values = GC.AllocateUninitializedArray<float>(checked((int)Count));
        ReadChunks((start, chunk) =>
        {
            var target = values.AsSpan(start, chunk.Length);
            for (var i = 0; i < chunk.Length; i++)
                target[i] = (float)(chunk[i] * scale);
        });
        return values;
    }

    public double[] ReadDoubles()
    {
        var values = GC.AllocateUninitializedArray<double>(checked((int)Count));
        ReadChunks((start, chunk) => chunk.CopyTo(values.AsSpan(start)));
        return values;
    }

    private delegate void ChunkSink(int start, ReadOnlySpan<double> chunk);

    private void ReadChunks(ChunkSink sink)
    {
        var decoded = new double[ChunkValues];
        for (var start = 0; start < Count; start += ChunkValues)
        {
            var length = (int)Math.Min(ChunkValues, Count - start);
            var raw = _raw.AsSpan(0, length * Header.ElementSize);
            var read = _payload.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false);
            if (read < raw.Length)
                throw Truncated($"{(long)start * Header.ElementSize + read}");
            Decode(raw, decoded);
            sink(start, decoded.AsSpan(0, length));
        }
        // Also the moment at which a packed stream checks its sum.
        if (_payload.Read(_raw, 0, 1) != 0)
            throw TooLong();
    }

    private void Decode(Span<byte> raw, Span<double> into)
    {
        if (Header.BigEndian)
            Reverse(raw, Header.ElementSize);
        switch (Header.Type)
        {
            case NumericType.Bool or NumericType.UInt8: Widen<byte>(raw, into); break;
            case NumericType.Int8: Widen<sbyte>(raw, into); break;
            case NumericType.UInt16: Widen<ushort>(raw, into); break;
            case NumericType.Int16: Widen<short>(raw, into); break;
            case NumericType.UInt32: Widen<uint>(raw, into); break;
            case NumericType.Int32: Widen<int>(raw, into); break;
            case NumericType.UInt64: Widen<ulong>(raw, into); break;
            case NumericType.Int64: Widen<long>(raw, into); break;
            case NumericType.Float16: Widen<Half>(raw, into); break;
            case NumericType.Float32: Widen<float>(raw, into); break;
            default: Widen<double>(raw, into); break;
        }
    }

    private static void Widen<T>(ReadOnlySpan<byte> raw, Span<double> into) where T : unmanaged, INumberBase<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(raw);
        for (var i = 0; i < values.Length; i++)
            into[i] = double.CreateTruncating(values[i]);
    }

    private static void Reverse(Span<byte> raw, int elementSize)
    {
        switch (elementSize)
        {
            case 2: Swap(MemoryMarshal.Cast<byte, ushort>(raw), BinaryPrimitives.ReverseEndianness); break;
            case 4: Swap(MemoryMarshal.Cast<byte, uint>(raw), BinaryPrimitives.ReverseEndianness); break;
            case 8: Swap(MemoryMarshal.Cast<byte, ulong>(raw), BinaryPrimitives.ReverseEndianness); break;
        }

        static void Swap<T>(Span<T> values, Func<T, T> reverse)
        {
            foreach (ref var value in values)
                value = reverse(value);
        }
    }

    private RejectedException Truncated(string found) => new(
        _field,
        $"the file is cut short: shape {Dimensions.Text(Header.Shape)} of {Header.Type} needs {Count * Header.ElementSize} bytes and there are {found}",
        "Copy or download it again");

    private RejectedException TooLong() => new(
        _field,
        $"bytes follow the {Count} values that shape {Dimensions.Text(Header.Shape)} declares",
        "Write the file again; one array is expected");
}
