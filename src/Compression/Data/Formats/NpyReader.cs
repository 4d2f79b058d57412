using System.Buffers.Binary;
using System.Text;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>
/// NPY 1.0 and 2.0: magic, version, header length, a Python literal that declares the array, then the values.
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
/// </summary>
internal static class NpyReader
{
    /// <summary>A header of a plain numeric array is about a hundred bytes.</summary>
    private const int MostHeaderBytes = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <param name="mostBytes">Bytes of <paramref name="content"/>; an upper bound when <paramref name="isBound"/>.</param>
    /// <exception cref="RejectedException">Not NPY, not a plain little-endian C-order numeric array, or not whole.</exception>
    public static ArrayReader Open(Stream content, long mostBytes, bool isBound, string field)
    {
        var start = ReadExactly(content, 8, field);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic))
            throw new RejectedException(field, "this is not an NPY array: its first bytes are not \\x93NUMPY", "Write it with numpy.save or numpy.savez");
        var (major, minor) = (start[6], start[7]);
        if (major is not (1 or 2) || minor != 0)
            throw new RejectedException(field, $"NPY version {major}.{minor} is not read", "Write it as version 1.0 or 2.0");
        var lengthBytes = ReadExactly(content, major == 1 ? 2 : 4, field);
        var length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MostHeaderBytes)
            throw new RejectedException(field, $"the header declares {length} bytes for itself", "Save one plain numeric array");
        var header = NpyHeader.Parse(Encoding.Latin1.GetString(ReadExactly(content, (int)length, field)), field);
        return new ArrayReader(header, content, mostBytes - 8 - lengthBytes.Length - length, isBound, field);
    }

    private static byte[] ReadExactly(Stream content, int count, string field)
    {
        var bytes = new byte[count];
        if (content.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count)
            throw new RejectedException(field, "the file ends inside its NPY header", "Copy or download it again");
        return bytes;
    }
}
