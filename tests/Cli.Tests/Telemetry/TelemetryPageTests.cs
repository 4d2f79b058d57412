using System.Runtime.CompilerServices;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Telemetry;
using DeepIoT.Cli.Tests.Fakes;

namespace DeepIoT.Cli.Tests.Telemetry;

public sealed class TelemetryPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_in_the_repository_is_what_the_programs_tell()
    {
        var page = Path.Combine(_folder.Path, "telemetry.md");

        var run = await CommandRun.OfAsync("telemetry", "-o", page);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(page), await File.ReadAllTextAsync(InRepository("docs", "telemetry.md")));
    }

    [Fact]
    public void Every_instrument_has_a_name_of_ours_a_unit_and_a_description_and_is_there_once()
    {
        var signals = TelemetryPage.Books.SelectMany(book => book.Entries).ToArray();

        Assert.Equal(signals.Length, signals.Select(signal => signal.Name).Distinct().Count());
        Assert.All(signals, signal =>
        {
            Assert.Matches("^deepiot(\\.[a-z_]+)+$", signal.Name);
            Assert.Matches("^(s|By|J|Cel|1|\\{[a-z]+\\})$", signal.Unit);
            Assert.NotEmpty(signal.Description);
            Assert.All(signal.Attributes, attribute => Assert.Matches("^deepiot(\\.[a-z_]+)+$", attribute));
        });
    }

    private static string InRepository(string folder, string file, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", folder, file));
}
