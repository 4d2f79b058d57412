namespace DeepIoT.Cli.Tests.Parsing;

public sealed class AmountsTests
{
    [Theory]
    [InlineData("120 KB", 120_000)]
    [InlineData("120KB", 120_000)]
    [InlineData("1.5 kB", 1_500)]
    [InlineData("2 MiB", 2_097_152)]
    [InlineData("512 B", 512)]
    [InlineData(" 3 GB ", 3e9)]
    public void Sizes_are_read_with_their_unit(string text, double bytes) =>
        Assert.Equal(bytes, Amounts.Bytes(text).Value);

    [Theory]
    [InlineData("120")]
    [InlineData("120 Kb")]
    [InlineData("120 kb")]
    [InlineData("-1 KB")]
    [InlineData("1e3 KB")]
    [InlineData("0 KB")]
    [InlineData("KB")]
    [InlineData("1.2.3 KB")]
    [InlineData(".5 KB")]
    [InlineData("5. KB")]
    [InlineData("1,000 KB")]
    [InlineData("∞ KB")]
    [InlineData("5 KB 3")]
    [InlineData("")]
    public void Anything_else_is_no_size(string text)
    {
        var complaint = Amounts.Bytes(text).Complaint;
        Assert.NotNull(complaint);
        Assert.Contains("is no size", complaint.Reason, StringComparison.Ordinal);
        Assert.Contains("120 KB", complaint.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 M", 2e6)]
    [InlineData("350k", 350_000)]
    [InlineData("40000", 40_000)]
    [InlineData("1.2 G", 1.2e9)]
    public void Counts_may_be_bare_or_in_thousands_millions_and_billions(string text, double count) =>
        Assert.Equal(count, Amounts.Count(text).Value, 1e-6);

    [Theory]
    [InlineData("5 ms", 5)]
    [InlineData("800 us", 0.8)]
    [InlineData("800 µs", 0.8)]
    [InlineData("0.25 s", 250)]
    public void Times_are_milliseconds_inside(string text, double milliseconds) =>
        Assert.Equal(milliseconds, Amounts.Milliseconds(text).Value, 1e-12);

    [Theory]
    [InlineData("5")]
    [InlineData("5 m")]
    [InlineData("5 min")]
    public void A_time_needs_one_of_its_units(string text) =>
        Assert.NotNull(Amounts.Milliseconds(text).Complaint);

    [Theory]
    [InlineData("20%", 0.2)]
    [InlineData("12.5 %", 0.125)]
    [InlineData("0.2", 0.2)]
    public void A_share_is_a_percentage_or_a_fraction(string text, double share) =>
        Assert.Equal(share, Amounts.Share(text).Value, 1e-12);

    [Theory]
    [InlineData("20")]
    [InlineData("0%")]
    [InlineData("100%")]
    [InlineData("1")]
    [InlineData("-20%")]
    [InlineData("20 percent")]
    public void A_share_lies_strictly_between_nothing_and_all(string text) =>
        Assert.NotNull(Amounts.Share(text).Complaint);

    [Theory]
    [InlineData("0.08")]
    [InlineData("8")]
    public void A_percentage_needs_its_sign(string text) =>
        Assert.NotNull(Amounts.Percentage(text).Complaint);

    [Theory]
    [InlineData("1/16", 0.0625)]
    [InlineData("1 / 255", 1.0 / 255)]
    [InlineData("2", 2)]
    public void A_factor_is_a_number_or_a_quotient(string text, double factor) =>
        Assert.Equal(factor, Amounts.Factor(text).Value, 1e-15);

    [Theory]
    [InlineData("1/0")]
    [InlineData("0")]
    [InlineData("1/2/3")]
    [InlineData("1/")]
    [InlineData("1/16 %")]
    public void A_factor_is_positive_and_finite(string text) =>
        Assert.NotNull(Amounts.Factor(text).Complaint);

    [Fact]
    public void Points_refuse_a_percent_sign_because_it_could_mean_a_share()
    {
        Assert.Equal(0.5, Amounts.Points("0.5").Value);
        Assert.Equal(0, Amounts.Points("0").Value);
        Assert.Equal(1, Amounts.Points("1 points").Value);
        Assert.NotNull(Amounts.Points("0.5%").Complaint);
    }
}
