using System.Buffers.Binary;
using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class NpzTests : IDisposable
{
    private static readonly byte[] TwoRows = FileBytes.NpyOf<float>("<f4", "(2, 2)", 1, 2, 3, 4);
    private static readonly byte[] TwoLabels = FileBytes.NpyOf<byte>("|u1", "(2,)", 0, 1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataSource Source(byte[] bytes, string? inputs = null, string? labels = null) =>
        new(DataFormat.Npz, new DataPart(_folder.Write("data.npz", bytes), InputsMember: inputs, LabelsMember: labels));

    [Fact]
    public void Members_x_and_y_are_read_by_default()
    {
        var data = DatasetReader.Read(Source(FileBytes.Npz(("y.npy", TwoLabels), ("x.npy", TwoRows))));

        Assert.Equal([1, 2, 3, 4], data.Train.Inputs);
        Assert.Equal([0, 1], data.Train.Targets);
        Assert.Null(data.Test);
    }

    [Fact]
    public void Without_labels_no_member_is_looked_for_but_the_inputs_and_the_groups()
    {
        var groups = FileBytes.NpyOf<byte>("|u1", "(2,)", 3, 4);

        var train = DatasetReader.Read(Source(FileBytes.Npz(("x.npy", TwoRows), ("group.npy", groups))) with { IsLabelled = false }).Train;

        Assert.Equal((2, false), (train.Count, train.IsLabelled));
        Assert.Equal([3, 4], train.Groups!);
        Assert.Contains("`labels: none`", Refusal.Alone(Source(FileBytes.Npz(("x.npy", TwoRows))), "data.train.labelsMember").Remedy);
        Refusal.Alone(Source(FileBytes.Npz(("x.npy", TwoRows)), labels: "y") with { IsLabelled = false }, "data.train.labels");
    }

    [Fact]
    public void A_missing_member_is_refused_and_those_there_are_named()
    {
        var problems = Refusal.Of(Source(FileBytes.Npz(("images.npy", TwoRows), ("labels.npy", TwoLabels), ("notes.txt", [1]))));

        Assert.Equal(["data.train.inputsMember", "data.train.labelsMember"], problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.Contains("images, labels", problem.Remedy));
    }

    [Fact]
    public void A_member_name_is_never_a_path()
    {
        var bait = _folder.Write("bait.npy", TwoRows);
        var archive = FileBytes.Npz(("../bait.npy", TwoRows), ("y.npy", TwoLabels));

        Assert.Equal(2, DatasetReader.Read(Source(archive, inputs: "../bait")).Train.Count);
        Refusal.Alone(Source(archive, inputs: Path.ChangeExtension(bait, null)), "data.train.inputsMember");
    }

    [Fact]
    public void Two_members_of_one_name_are_refused() =>
        Assert.Contains("2 arrays 'x'", Refusal.Alone(Source(FileBytes.Npz(("x.npy", TwoRows), ("x.npy", TwoRows), ("y.npy", TwoLabels))), "data.train.inputsMember").Reason);

    [Fact]
    public void A_declared_shape_that_deflate_cannot_reach_is_refused_before_any_memory_is_taken()
    {
        var bomb = FileBytes.Npz(("x.npy", FileBytes.Npy("'<f4'", "(2, 200000000)", new byte[1 << 20])), ("y.npy", TwoLabels));
        var source = Source(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refusal.Alone(source, "data.train.inputsMember");

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void What_unpacks_out_of_all_proportion_is_refused_before_any_memory_is_taken()
    {
        const int Rows = 70_000_000;
        var source = Source(FileBytes.Npz(("x.npy", FileBytes.Npy("'|u1'", $"({Rows}, 1)", new byte[Rows])), ("y.npy", TwoLabels)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problems = Refusal.Of(source);

        Assert.Contains(problems, problem => problem.Field == "data.train.inputsMember" && problem.Reason.Contains("almost all of them are the same", StringComparison.Ordinal));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_directory_that_lies_about_a_length_is_refused()
    {
        var bytes = FileBytes.Npz(("x.npy", TwoRows), ("y.npy", TwoLabels));
        var entry = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(entry + 24), TwoRows.Length + 4);

        Refusal.Alone(Source(bytes), "data.train.inputsMember");
    }

    [Fact]
    public void A_flipped_bit_anywhere_never_goes_unseen()
    {
        var whole = FileBytes.Npz(("x.npy", TwoRows), ("y.npy", TwoLabels));
        for (var i = 0; i < whole.Length; i++)
        {
            var bytes = whole.ToArray();
            bytes[i] ^= 0x10;
            try
            {
                Assert.Equal([1, 2, 3, 4], DatasetReader.Read(Source(bytes)).Train.Inputs);
            }
            catch (RejectedException rejected)
            {
                Assert.NotEmpty(rejected.Problems);
            }
        }
    }

    [Fact]
    public void Cut_anywhere_the_archive_is_refused()
    {
        var whole = FileBytes.Npz(("x.npy", TwoRows), ("y.npy", TwoLabels));

        for (var length = 0; length < whole.Length; length++)
            Assert.NotEmpty(Refusal.Of(Source(whole[..length])));
    }

    [Fact]
    public void A_second_file_of_labels_is_refused() =>
        Refusal.Alone(new DataSource(DataFormat.Npz, new DataPart("a.npz", Labels: "b.npz")), "data.train.labels");
}
