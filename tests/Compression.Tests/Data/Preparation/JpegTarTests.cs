using System.Buffers.Binary;
using System.Formats.Tar;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Compression.Tests.Data.Preparation;

public sealed class JpegTarTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_are_labelled_by_their_folder_and_become_planes()
    {
        var part = Read(("train/cat/0000.jpg", Bitmap(32, 255, 0, 51)), ("train/airplane/0001.jpg", Bitmap(32, 0, 255, 0)));

        Assert.Equal([3, 0], part.Labels);
        Assert.Equal([1f, 0f, 0.2f, 0f, 1f, 0f], part.Inputs.Chunk(1024).Select(plane => plane.Distinct().Single()));
    }

    [Theory]
    [InlineData("test/cat/0000.jpg")]
    [InlineData("train/unicorn/0000.jpg")]
    [InlineData("train/cat")]
    [InlineData("../train/cat/0000.jpg")]
    public void Another_name_is_refused(string name) => Assert.Contains(name, Reason((name, Bitmap(32, 1, 2, 3))), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_image_of_that_size_is_refused_by_name()
    {
        Assert.Contains("train/cat/0000.jpg", Reason(("train/cat/0000.jpg", Bitmap(16, 1, 2, 3))), StringComparison.Ordinal);
        Assert.Contains("train/cat/0000.jpg", Reason(("train/cat/0000.jpg", [1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("100000 bytes", Reason(("train/cat/0000.jpg", new byte[100_000])), StringComparison.Ordinal);
        Assert.Contains("no images", Reason(), StringComparison.Ordinal);
    }

    private PreparedPart Read(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        _folder.Write("images.tar.gz", FileBytes.Gzip(bytes.ToArray()));
        return JpegTar.Read(new RawFolder(_folder.Missing("")), "images.tar.gz", "train");
    }

    private string Reason(params (string Name, byte[] Content)[] entries)
    {
        var problem = Assert.Single(Assert.Throws<RejectedException>(() => Read(entries)).Problems);
        Assert.Equal(_folder.Missing("images.tar.gz"), problem.Field);
        return problem.Reason;
    }

    /// <summary>A square of one colour; the decoder tells formats by content, and a bitmap is easily made.</summary>
    private static byte[] Bitmap(int side, byte red, byte green, byte blue)
    {
        var bytes = new byte[54 + (side * side * 3)];
        (bytes[0], bytes[1], bytes[10], bytes[14], bytes[26], bytes[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), side);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), side);
        for (var i = 54; i < bytes.Length; i += 3)
            (bytes[i], bytes[i + 1], bytes[i + 2]) = (blue, green, red);
        return bytes;
    }
}
