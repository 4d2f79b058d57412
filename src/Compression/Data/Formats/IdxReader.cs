using System.Buffers.Binary;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>
/// IDX as MNIST uses it: two zero bytes, a type code, the number of dimensions, the dimensions as
/// big-endian uint32, then big-endian values. http://yann.lecun.com/exdb/mnist/
/// </summary>
internal static class IdxReader
{
    private const int MostDimensions = 4;

    /// <exception cref="RejectedException">The header is not IDX, or does not fit the file.</exception>
    public static ArrayReader Open(DataFile file, string field)
    {
        Span<byte> magic = stackalloc byte[4];
        if (file.Content.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4 || magic is not [0, 0, _, _])
            throw new RejectedException(field, "this is not an IDX file: it does not begin with two zero bytes", "Check the format and the path");
        var type = TypeOf(magic[2]) ?? throw new RejectedException(
            field, $"IDX type code 0x{magic[2]:x2} is unknown", "Use 0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32, 0x0d float32 or 0x0e float64");
        int dimensions = magic[3];
        if (dimensions is 0 or > MostDimensions)
            throw new RejectedException(field, $"{dimensions} dimensions are declared", $"Use 1 to {MostDimensions}");
        var shape = ReadShape(file.Content, dimensions, field);
        return new ArrayReader(new ArrayHeader(type, BigEndian: true, shape), file.Content, file.MostBytes - 4 - 4 * dimensions, file.IsPacked, field);
    }

    private static long[] ReadShape(Stream content, int dimensions, string field)
    {
        var bytes = new byte[4 * dimensions];
        if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new RejectedException(field, "the file ends inside its header", "Copy or download it again");
        return [.. Enumerable.Range(0, dimensions).Select(i => (long)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * i)))];
    }

    private static NumericType? TypeOf(byte code) => code switch
    {
        0x08 => NumericType.UInt8,
        0x09 => NumericType.Int8,
        0x0b => NumericType.Int16,
        0x0c => NumericType.Int32,
        0x0d => NumericType.Float32,
        0x0e => NumericType.Float64,
        _ => null,
    };
}
