using System.IO.Compression;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Data.Formats;

namespace DeepIoT.Compression.Tests.Data;

public sealed class NpzWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = _folder.Write("data.npz", Written());

        var data = DatasetReader.Read(new DataSource(DataFormat.Npz, new DataPart(path)));

        Assert.Equal([1, 2.5f, -3, 4, 5, 6], data.Train.Inputs);
        Assert.Equal([1L, 3L], data.Train.Shape);
        Assert.Equal([0, 7], data.Train.Targets);
    }

    [Fact]
    public void Values_begin_where_numpy_aligns_them_and_entries_bear_no_time()
    {
        using var archive = new ZipArchive(new MemoryStream(Written()));

        Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        Assert.Equal(["x.npy", "y.npy"], archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(128 + (6 * 4), archive.Entries[0].Length);
    }

    [Fact]
    public void A_shape_that_does_not_fit_the_values_is_an_error()
    {
        using var archive = new NpzWriter(new MemoryStream());

        Assert.Throws<ArgumentException>(() => archive.Add("x", [1f, 2f, 3f], 2, 2));
    }

    private static byte[] Written()
    {
        using var bytes = new MemoryStream();
        using (var archive = new NpzWriter(bytes))
        {
            archive.Add("x", [1, 2.5f, -3, 4, 5, 6], 2, 1, 3);
            archive.Add("y", [0, 7], 2);
        }
        return bytes.ToArray();
    }
}
