using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class NpyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataSource Source(byte[] inputs, byte[]? labels = null) => new(
        DataFormat.Npy,
        new DataPart(_folder.Write("x.npy", inputs), _folder.Write("y.npy", labels ?? FileBytes.NpyOf<byte>("|u1", "(2,)", 0, 1))));

    public static TheoryData<string, byte[], float, float> EveryType => new()
    {
        { "|b1", [1, 0], 1, 0 },
        { "|u1", [200, 3], 200, 3 },
        { "|i1", [0xFF, 3], -1, 3 },
        { "<u2", [0xFF, 0xFF, 3, 0], 65535, 3 },
        { "<i2", [0xFE, 0xFF, 3, 0], -2, 3 },
        { "<u4", [1, 0, 0, 0x80, 3, 0, 0, 0], 2147483649, 3 },
        { "<i4", [0xFD, 0xFF, 0xFF, 0xFF, 3, 0, 0, 0], -3, 3 },
        { "<u8", [0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0], 4294967296, 3 },
        { "<i8", [0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0], -4, 3 },
        { "<f2", [0x00, 0xC1, 0x00, 0x42], -2.5f, 3 },
        { "<f4", [0x00, 0x00, 0x20, 0xC0, 0, 0, 0x40, 0x40], -2.5f, 3 },
        { "<f8", [0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0, 0, 0, 0, 0, 0, 0x08, 0x40], 0.5f, 3 },
    };

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Every_little_endian_numeric_type_is_read(string descr, byte[] payload, float first, float second)
    {
        var data = DatasetReader.Read(Source(FileBytes.Npy($"'{descr}'", "(2, 1)", payload)));

        Assert.Equal([first, second], data.Train.Inputs);
        Assert.Equal([1L], data.Train.Shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_versions_are_read(byte major)
    {
        var data = DatasetReader.Read(Source(FileBytes.Npy("'<f4'", "(2, 1, 2)", new byte[16], major: major)));

        Assert.Equal([1L, 2L], data.Train.Shape);
        Assert.Equal([0, 1], data.Train.Targets);
    }

    [Fact]
    public void The_scale_multiplies_every_value()
    {
        var data = DatasetReader.Read(Source(FileBytes.NpyOf<byte>("|u1", "(2, 2)", 0, 255, 51, 102)) with { Scale = 1 / 255.0 });

        Assert.Equal([0, 1, 0.2f, 0.4f], data.Train.Inputs);
    }

    [Theory]
    [InlineData("'|O'", "Python objects")]
    [InlineData("'>f4'", "big-endian")]
    [InlineData("'<U5'", "<U5")]
    [InlineData("'<c8'", "<c8")]
    [InlineData("[('a', '<f4')]", "named columns")]
    public void A_type_that_is_no_plain_number_is_refused_by_name(string descr, string told)
    {
        var problem = Refusal.Alone(Source(FileBytes.Npy(descr, "(2, 1)", new byte[8])), "data.train.inputs");

        Assert.Contains(told, problem.Reason);
    }

    [Fact]
    public void Fortran_order_is_refused_with_the_remedy() =>
        Assert.Contains("ascontiguousarray", Refusal.Alone(Source(FileBytes.Npy("'<f4'", "(2, 1)", new byte[8], fortran: "True")), "data.train.inputs").Remedy);

    [Fact]
    public void A_version_that_is_not_read_is_named() =>
        Assert.Contains("3.0", Refusal.Alone(Source(FileBytes.Npy("'<f4'", "(2, 1)", new byte[8], major: 3)), "data.train.inputs").Reason);

    [Theory]
    [InlineData("(99999999999, 99999999999, 99999999999)")]
    [InlineData("(9223372036854775807, 2)")]
    [InlineData("(536870913,)")]
    [InlineData("(2, 100000000)")]
    public void A_giant_declared_shape_is_refused_before_any_memory_is_taken(string shape)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refusal.Alone(Source(FileBytes.Npy("'<f8'", shape, new byte[16])), "data.train.inputs");

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), 'more': 'x'}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, , 1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, -1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (2, 1)}")]
    [InlineData("nothing like it")]
    public void A_malformed_header_is_refused(string header)
    {
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. FileBytes.Text(header), .. new byte[8]];

        Assert.Contains("header cannot be understood", Refusal.Alone(Source(bytes), "data.train.inputs").Reason);
    }

    [Fact]
    public void Cut_anywhere_the_file_is_refused()
    {
        var whole = FileBytes.NpyOf<float>("<f4", "(2, 3)", 1, 2, 3, 4, 5, 6);

        for (var length = 0; length < whole.Length; length++)
            Refusal.Alone(Source(whole[..length]), "data.train.inputs");
    }

    [Fact]
    public void Bytes_behind_the_array_are_refused() =>
        Assert.Contains("follow", Refusal.Alone(Source([.. FileBytes.NpyOf<float>("<f4", "(2, 1)", 1, 2), 0]), "data.train.inputs").Reason);

    [Fact]
    public void Labels_with_two_columns_are_refused() =>
        Refusal.Alone(Source(FileBytes.NpyOf<float>("<f4", "(2, 1)", 1, 2), FileBytes.NpyOf<byte>("|u1", "(2, 2)", 0, 1, 1, 0)), "data.train.labels");

    [Fact]
    public void Inputs_without_a_file_of_labels_are_refused() =>
        Refusal.Alone(new DataSource(DataFormat.Npy, new DataPart(_folder.Write("x.npy", FileBytes.NpyOf<float>("<f4", "(2, 1)", 1, 2)))), "data.train.labels");
}
