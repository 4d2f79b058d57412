using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Telemetry;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot telemetry`, which writes the page of instruments and spans.</summary>
internal sealed class TelemetryCommand : ExampleCommand
{
    public TelemetryCommand(Terminal terminal)
        : base("telemetry", "Write the page of all instruments and spans, from the programs themselves.", "deepiot telemetry -o docs/telemetry.md")
    {
        Hidden = true;
        var page = new Option<string>("--output", "-o") { Description = "The page to write.", HelpName = "file.md", Required = true };
        Add(page);
        SetAction(parsed =>
        {
            UserFiles.Write(parsed.GetRequiredValue(page), Encoding.UTF8.GetBytes(TelemetryPage.Of(TelemetryPage.Books)));
            terminal.Out.WriteLine($"{TelemetryPage.Books.Sum(book => book.Entries.Count)} instruments.");
        });
    }
}
