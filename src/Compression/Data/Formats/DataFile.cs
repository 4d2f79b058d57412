using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>A data file opened for reading; gzip is told by its first bytes, since cached files have no endings.</summary>
internal sealed class DataFile : IDisposable
{
    /// <summary>Deflate cannot do better than 1032 bytes for one (RFC 1951: 258 bytes in two bits).</summary>
    public const long MostDeflateRatio = 1032;

    private const int GzipTrailer = 8;
    private const int BufferSize = 1 << 16;

    private DataFile(Stream content, long mostBytes, bool packed) =>
        (Content, MostBytes, IsPacked) = (content, mostBytes, packed);

    public Stream Content { get; }

    /// <summary>Bytes that <see cref="Content"/> has, or, when packed, the most that it can have.</summary>
    public long MostBytes { get; }

    public bool IsPacked { get; }

    /// <exception cref="RejectedException">The file is missing, a folder, or may not be read.</exception>
    public static DataFile Open(string path, string field)
    {
        var file = OpenPlain(path, field);
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip && file.Length > GzipTrailer ? Unpack(file) : new DataFile(file, file.Length, packed: false);
    }

    public static FileStream OpenPlain(string path, string field)
    {
        if (!File.Exists(path))
            throw new RejectedException(field, $"there is no file '{path}'", "Check the path; it is relative to the file that names it");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException)
        {
            throw new RejectedException(field, $"'{path}' may not be read by this user", "Change its permissions");
        }
    }

    private static DataFile Unpack(FileStream file)
    {
        Span<byte> trailer = stackalloc byte[GzipTrailer];
        file.Position = file.Length - GzipTrailer;
        file.ReadExactly(trailer);
        file.Position = 0;
        var content = new VerifiedStream(
            new GZipStream(file, CompressionMode.Decompress),
            BinaryPrimitives.ReadUInt32LittleEndian(trailer),
            BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
        return new DataFile(content, file.Length * MostDeflateRatio, packed: true);
    }

    public void Dispose() => Content.Dispose();
}
