using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>
/// Writes a ZIP of NPY 1.0 members, little-endian and in C order. The same arrays in the same order give the same bytes:
/// the entries bear no time of writing.
/// </summary>
internal sealed class NpzWriter(Stream target) : IDisposable
{
    /// <summary>What numpy pads its headers to.</summary>
    private const int Alignment = 64;

    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive = new(target, ZipArchiveMode.Create, leaveOpen: true);

    public void Add(string member, float[] values, params IReadOnlyList<long> shape) => Add(member, "<f4", MemoryMarshal.AsBytes<float>(values), shape);

    public void Add(string member, int[] values, params IReadOnlyList<long> shape) => Add(member, "<i4", MemoryMarshal.AsBytes<int>(values), shape);

    private void Add(string member, string type, ReadOnlySpan<byte> values, IReadOnlyList<long> shape)
    {
        if (Dimensions.Product(shape) * 4 != values.Length)
            throw new ArgumentException($"{values.Length} bytes are not {Dimensions.Text(shape)} of {type}", nameof(values));
        var entry = _archive.CreateEntry($"{member}.npy", CompressionLevel.Fastest);
        entry.LastWriteTime = Epoch;
        using var content = entry.Open();
        content.Write(Header(type, shape));
        content.Write(values);
    }

    private static byte[] Header(string type, IReadOnlyList<long> shape)
    {
        var literal = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}{(shape.Count == 1 ? "," : "")}), }}";
        const int before = 10;
        var length = ((before + literal.Length + Alignment) / Alignment * Alignment) - before;
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(literal.PadRight(length - 1)), (byte)'\n'];
    }

    public void Dispose() => _archive.Dispose();
}
