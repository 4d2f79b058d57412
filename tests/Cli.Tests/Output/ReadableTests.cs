namespace DeepIoT.Cli.Tests.Output;

public sealed class ReadableTests
{
    [Theory]
    [InlineData(0.0412345, "0.0412 ms")]
    [InlineData(12.345, "12.3 ms")]
    [InlineData(1234.6, "1235 ms")]
    [InlineData(1.0, "1.00 ms")]
    [InlineData(null, "not measured")]
    public void Times_have_three_significant_digits(double? ms, string text) => Assert.Equal(text, Readable.Milliseconds(ms));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(5_140, "5.1 KB")]
    [InlineData(1_724_320, "1.7 MB")]
    public void File_sizes_are_in_powers_of_a_thousand(long bytes, string text) => Assert.Equal(text, Readable.Bytes(bytes));

    [Fact]
    public void Unknown_energy_is_never_zero()
    {
        Assert.Equal("not measured", Readable.Joules(null));
        Assert.Equal("0 mJ", Readable.Joules(0));
        Assert.Equal("1.50 mJ", Readable.Joules(0.0015));
        Assert.Equal("1.50 ± 0.034 mJ (on-board)", Readable.Joules(0.0015, 0.000034, "on-board"));
    }

    [Theory]
    [InlineData(1, "1 point")]
    [InlineData(0.5, "0.5 points")]
    [InlineData(0, "0 points")]
    public void One_point_is_one(double points, string text) => Assert.Equal(text, Readable.Points(points));

    [Fact]
    public void Large_counts_are_grouped() => Assert.Equal("431 080", Readable.Count(431_080));
}
