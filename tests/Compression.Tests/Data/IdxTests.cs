using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] TwoLabels = FileBytes.Idx(0x08, [2], 0, 1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataSource Source(byte[] inputs, byte[]? labels = null) =>
        new(DataFormat.Idx, new DataPart(_folder.Write("images", inputs), _folder.Write("labels", labels ?? TwoLabels)));

    [Theory]
    [InlineData(0x08, new byte[] { 200, 3 }, 200)]
    [InlineData(0x09, new byte[] { 0xFF, 3 }, -1)]
    [InlineData(0x0b, new byte[] { 0x01, 0x02, 0, 3 }, 258)]
    [InlineData(0x0c, new byte[] { 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 3 }, -2)]
    [InlineData(0x0d, new byte[] { 0xC0, 0x20, 0, 0, 0x40, 0x40, 0, 0 }, -2.5)]
    [InlineData(0x0e, new byte[] { 0x3F, 0xE0, 0, 0, 0, 0, 0, 0, 0x40, 0x08, 0, 0, 0, 0, 0, 0 }, 0.5)]
    public void Every_type_is_read_big_endian(byte type, byte[] payload, double first)
    {
        var data = DatasetReader.Read(Source(FileBytes.Idx(type, [2, 1], payload)));

        Assert.Equal([(float)first, 3], data.Train.Inputs);
    }

    [Fact]
    public void Gzip_is_told_by_content_and_not_by_name()
    {
        var data = DatasetReader.Read(Source(FileBytes.Gzip(FileBytes.Idx(0x08, [2, 1, 1, 2], 1, 2, 3, 4)), FileBytes.Gzip(TwoLabels)));

        Assert.Equal([1, 2, 3, 4], data.Train.Inputs);
        Assert.Equal([1L, 1L, 2L], data.Train.Shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_anywhere_the_file_is_refused(bool packed)
    {
        var plain = FileBytes.Idx(0x0c, [2, 3], [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 37))]);
        var whole = packed ? FileBytes.Gzip(plain) : plain;

        for (var length = 0; length < whole.Length; length++)
            Refusal.Alone(Source(whole[..length]), "data.train.inputs");
    }

    [Fact]
    public void A_shape_that_a_small_gzip_cannot_hold_is_refused_before_any_memory_is_taken()
    {
        var source = Source(FileBytes.Gzip(FileBytes.Idx(0x08, [60000, 28, 28], new byte[1 << 16])));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refusal.Alone(source, "data.train.inputs");

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void An_unknown_type_is_named() =>
        Assert.Contains("0x0a", Refusal.Alone(Source(FileBytes.Idx(0x0a, [2, 1], 1, 2)), "data.train.inputs").Reason);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void One_to_four_dimensions_are_read(int dimensions) =>
        Assert.Contains($"{dimensions} dimensions", Refusal.Alone(Source(FileBytes.Idx(0x08, [.. Enumerable.Repeat(1, dimensions)], 1)), "data.train.inputs").Reason);

    [Fact]
    public void Something_else_is_told_apart() =>
        Assert.Contains("not an IDX file", Refusal.Alone(Source(FileBytes.Text("PK, or anything")), "data.train.inputs").Reason);

    [SkippableFact]
    public void Mnist_is_read_as_its_publisher_describes_it()
    {
        var folder = SharedData.PathOf("mnist");
        DataPart Part(string name) => new(
            Path.Combine(folder, $"{name}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{name}-labels-idx1-ubyte.gz"));

        var data = DatasetReader.Read(new DataSource(DataFormat.Idx, Part("train"), Part("t10k"), Scale: 1 / 255.0));

        Assert.Equal((60000, 10000, 9), (data.Train.Count, data.Test!.Count, data.Train.Targets.Max()));
        Assert.Equal([28L, 28L], data.Train.Shape);
        Assert.Equal([5, 0, 4, 1, 9], data.Train.Targets[..5]);
        Assert.Equal([7, 2, 1, 0, 4], data.Test.Targets[..5]);
        Assert.Equal(0.1307, data.Train.Inputs.Average(value => (double)value), 4);
    }
}
