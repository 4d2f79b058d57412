using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepIoT.Compression.Tests.Data;

/// <summary>Data files byte by byte, right ones and wrong ones.</summary>
internal static class FileBytes
{
    public static byte[] Npy(string descr, string shape, byte[] payload, string fortran = "False", byte major = 1)
    {
        var header = $"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        byte[] length = major == 1
            ? [(byte)header.Length, (byte)(header.Length >> 8)]
            : [(byte)header.Length, (byte)(header.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, major, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. payload];
    }

    public static byte[] NpyOf<T>(string descr, string shape, params T[] values) where T : unmanaged =>
        Npy($"'{descr}'", shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray());

    public static byte[] Npz(params (string Name, byte[] Content)[] members)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var member = archive.CreateEntry(name).Open();
                member.Write(content);
            }
        }
        return bytes.ToArray();
    }

    public static byte[] Idx(byte type, int[] shape, params byte[] payload)
    {
        var bytes = new byte[4 + 4 * shape.Length];
        (bytes[2], bytes[3]) = (type, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), shape[i]);
        return [.. bytes, .. payload];
    }

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(content);
        return bytes.ToArray();
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
