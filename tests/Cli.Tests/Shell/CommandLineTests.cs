using System.CommandLine;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;

namespace DeepIoT.Cli.Tests.Shell;

public sealed class CommandLineTests
{
    public static TheoryData<string> CommandNames() =>
        [.. Root().Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task The_help_of_every_command_shows_an_example(string name)
    {
        var run = await CommandRun.OfAsync(name, "--help");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Matches($@"Examples?:\s+.*deepiot {name}", run.Out);
    }

    [Theory]
    [InlineData("campains", "Did you mean 'campaigns'?")]
    [InlineData("results", "'id'")]
    [InlineData("campaigns --format xml", "table, json or csv")]
    [InlineData("boards --coordinator foo", "http://127.0.0.1:5080")]
    [InlineData("completion tcsh", "bash")]
    [InlineData("", "--help")]
    public async Task A_wrong_command_line_is_explained_and_ends_with_2(string args, string part)
    {
        var run = await CommandRun.OfAsync(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((ExitCode.UsersMistake, ""), (run.ExitCode, run.Out));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private static RootCommand Root() =>
        new DeepIotCommandLine(new Terminal(TextWriter.Null, TextWriter.Null, null), TimeProvider.System, "").Root();
}
