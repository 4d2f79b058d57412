using System.Formats.Tar;
using System.IO.Compression;

namespace DeepIoT.Benchmarks.AgentCost;

/// <summary>Bytes of a folder as a `tar.gz`.</summary>
internal static class PackedSize
{
    public static long Of(string folder)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            TarFile.CreateFromDirectory(folder, gzip, includeBaseDirectory: false);
        return packed.Length;
    }
}
