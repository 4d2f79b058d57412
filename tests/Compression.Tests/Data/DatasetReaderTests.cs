using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataPart Part(string name, byte[] inputs, byte[] labels) =>
        new(_folder.Write($"{name}-x.npy", inputs), _folder.Write($"{name}-y.npy", labels));

    private static byte[] Rows(string shape, params float[] values) => FileBytes.NpyOf<float>("<f4", shape, values);

    private static byte[] Labels(params sbyte[] labels) => FileBytes.NpyOf<sbyte>("|i1", $"({labels.Length},)", labels);

    [Fact]
    public void All_problems_of_both_parts_are_told_at_once()
    {
        var problems = Refusal.Of(new DataSource(
            DataFormat.Npy,
            Part("train", Rows("(2, 2)", 1, 2, float.NaN, float.PositiveInfinity), Labels(0, -1)),
            new DataPart(_folder.Missing("nowhere.npy"), _folder.Write("test-y.npy", FileBytes.Text("no array"))),
            TestShare: 0.2,
            Scale: double.NaN));

        Assert.Equal(
            ["data.scale", "data.testShare", "data.train.inputs", "data.train.labels", "data.test.inputs", "data.test.labels"],
            problems.Select(problem => problem.Field));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_located() =>
        Assert.Equal(
            "2 values are NaN, infinite or beyond float32, the first at sample 1, value 2",
            Refusal.Alone(new DataSource(DataFormat.Npy, Part("train", Rows("(3, 3)", 0, 0, 0, 0, 0, float.NaN, 0, float.NegativeInfinity, 0), Labels(0, 1, 1))), "data.train.inputs").Reason);

    [Fact]
    public void A_value_beyond_float32_is_refused() =>
        Refusal.Alone(new DataSource(DataFormat.Npy, Part("train", FileBytes.NpyOf<double>("<f8", "(1, 1)", 1e300), Labels(0))), "data.train.inputs");

    [Fact]
    public void Counts_that_differ_are_refused() =>
        Assert.Equal(
            "there are 3 labels for 2 samples of shape [2]",
            Refusal.Alone(new DataSource(DataFormat.Npy, Part("train", Rows("(2, 2)", 1, 2, 3, 4), Labels(0, 1, 1))), "data.train.labels").Reason);

    [Theory]
    [InlineData("()")]
    [InlineData("(0,)")]
    [InlineData("(0, 4)")]
    [InlineData("(1, 0)")]
    public void Data_without_values_is_refused(string shape)
    {
        float[] values = shape == "()" ? [1] : [];
        sbyte[] labels = shape == "(1, 0)" ? [1] : [];

        Assert.NotEmpty(Refusal.Of(new DataSource(DataFormat.Npy, Part("train", Rows(shape, values), Labels(labels)))));
    }

    [Fact]
    public void Test_samples_of_another_shape_and_unknown_classes_are_refused()
    {
        var problems = Refusal.Of(new DataSource(
            DataFormat.Npy,
            Part("train", Rows("(2, 2)", 1, 2, 3, 4), Labels(0, 1)),
            Part("test", Rows("(2, 1)", 1, 2), Labels(1, 2))));

        Assert.Equal(["data.test.inputs", "data.test.labels"], problems.Select(problem => problem.Field));
        Assert.Equal("label 2 at sample 1 is out of range: train has the classes 0 to 1", problems[1].Reason);
    }

    [Fact]
    public void The_test_share_is_cut_off_the_end_in_file_order()
    {
        var data = DatasetReader.Read(new DataSource(DataFormat.Npy, Part("all", Rows("(7, 1)", 0, 1, 2, 3, 4, 5, 6), Labels(0, 1, 2, 0, 1, 2, 0)), TestShare: 0.3));

        Assert.Equal([0, 1, 2, 3, 4], data.Train.Inputs);
        Assert.Equal([5, 6], data.Test!.Inputs);
    }

    [Fact]
    public void A_test_share_of_no_sample_is_refused() =>
        Refusal.Alone(new DataSource(DataFormat.Npy, Part("all", Rows("(2, 1)", 0, 1), Labels(0, 1)), TestShare: 0.3), "data.testShare");

    [Fact]
    public void A_folder_is_no_file() =>
        Refusal.Alone(new DataSource(DataFormat.Csv, new DataPart(Path.GetTempPath())), "data.train.inputs");
}
