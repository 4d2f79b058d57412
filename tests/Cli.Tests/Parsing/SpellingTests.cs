using DeepIoT.Cli.Parsing;

namespace DeepIoT.Cli.Tests.Parsing;

public sealed class SpellingTests
{
    private static readonly string[] Known = ["model", "data", "targets", "search"];

    [Theory]
    [InlineData("modle", "model")]
    [InlineData("Targets", "targets")]
    [InlineData("serach", "search")]
    [InlineData("date", "data")]
    public void A_near_miss_finds_the_word_that_was_meant(string written, string meant) =>
        Assert.Equal(meant, Spelling.Nearest(written, Known));

    [Theory]
    [InlineData("kernel")]
    [InlineData("x")]
    public void A_word_far_from_all_finds_none(string written) => Assert.Null(Spelling.Nearest(written, Known));

    [Fact]
    public void A_choice_reads_as_a_sentence()
    {
        Assert.Equal("npz, csv or idx", Spelling.Choice(["npz", "csv", "idx"]));
        Assert.Equal("npz", Spelling.Choice(["npz"]));
    }
}
