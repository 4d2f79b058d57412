using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataSource Source(string text) => new(DataFormat.Csv, new DataPart(_folder.Write("data.csv", FileBytes.Text(text))));

    [Theory]
    [InlineData("1,2.5,0\n-3,4e-1,1\n")]
    [InlineData("1,2.5,0\r\n-3,4e-1,1")]
    [InlineData("\uFEFFa,b,label\n 1 ,2.5,0\n-3,+0.4,1\n\n\n")]
    public void Numbers_between_commas_are_read_with_the_label_last(string text)
    {
        var data = DatasetReader.Read(Source(text));

        Assert.Equal([1, 2.5f, -3, 0.4f], data.Train.Inputs);
        Assert.Equal([0, 1], data.Train.Targets);
        Assert.Equal([2L], data.Train.Shape);
    }

    [Fact]
    public void Without_labels_every_column_is_an_input()
    {
        var data = DatasetReader.Read(Source("a,b\n1,2.5\n-3,4e-1\n") with { IsLabelled = false });

        Assert.Equal([1, 2.5f, -3, 0.4f], data.Train.Inputs);
        Assert.Equal((2, false), (data.Train.Count, data.Train.IsLabelled));
        Assert.Equal(1, DatasetReader.Read(Source("1\n2\n") with { IsLabelled = false, TestShare = 0.5 }).Test!.Count);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        var values = Enumerable.Range(0, 40_000).ToArray();
        var line = string.Join(',', values) + ",1\n";

        var data = DatasetReader.Read(Source(line + line));

        Assert.Equal([.. values.Concat(values).Select(value => (float)value)], data.Train.Inputs);
    }

    [Fact]
    public void Every_problem_is_named_with_its_line_and_column()
    {
        var problems = Refusal.Of(Source("a,b,label\n1,2,0\n1,2\n1,zwei,0\nNaN,2,0\n\n1,1e39,0\n1,2,-Infinity\n"));

        Assert.Equal(
            [
                "line 3 has 2 columns and the first sample has 3",
                "line 4, column 2: 'zwei' is not a number",
                "line 5, column 1 is 'NaN', not a finite float32",
                "line 6 is empty",
                "line 7, column 2 is '1e39', not a finite float32",
                "line 8, column 3 is '-Infinity', not a finite float32",
            ],
            problems.Select(problem => problem.Reason));
    }

    [Fact]
    public void A_misprint_in_the_first_line_does_not_make_it_a_header() =>
        Assert.Contains("line 1, column 2: '2_5'", Refusal.Alone(Source("1,2_5,0\n1,2,1\n"), "data.train.inputs").Reason);

    [Fact]
    public void A_file_full_of_errors_is_reported_in_few_lines()
    {
        var problems = Refusal.Of(Source("1,0\n" + string.Concat(Enumerable.Repeat("x,0\n", 1000))));

        Assert.Equal(21, problems.Count);
        Assert.Contains("980 more", problems[^1].Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b,label\n")]
    [InlineData("\n\n")]
    public void A_file_without_samples_is_refused(string text) =>
        Assert.Contains("no samples", Refusal.Alone(Source(text), "data.train.inputs").Reason);

    [Fact]
    public void A_single_column_is_refused() =>
        Assert.Contains("one column", Refusal.Alone(Source("1\n2\n"), "data.train.inputs").Reason);

    [Theory]
    [InlineData("1,0.5\n", "1 labels are not a whole number, the first is 0.5 at line 1")]
    [InlineData("1,0\n1,-1\n1,-2\n", "2 labels are negative, the first is -1 at line 2")]
    [InlineData("h,l\n1,70000\n", "1 labels are not below 65536, the first is 70000 at line 2")]
    public void Labels_that_are_no_class_numbers_are_refused_with_their_line(string text, string told) =>
        Assert.Equal(told, Refusal.Alone(Source(text), "data.train.labels").Reason);

    [Fact]
    public void A_cut_or_damaged_gzip_is_refused_even_at_the_end_of_a_line()
    {
        var whole = FileBytes.Gzip(FileBytes.Text(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i * 7919 % 1000},{i % 10}\n"))));

        for (var length = 10; length < whole.Length; length += 7)
            Assert.NotEmpty(Refusal.Of(new DataSource(DataFormat.Csv, new DataPart(_folder.Write("data.csv.gz", whole[..length])))));
        whole[^6] ^= 1;
        Assert.Contains("damaged", Refusal.Alone(new DataSource(DataFormat.Csv, new DataPart(_folder.Write("data.csv.gz", whole))), "data.train.inputs").Reason);
    }
}
