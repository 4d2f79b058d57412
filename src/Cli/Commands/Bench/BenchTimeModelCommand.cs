using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Commands.Bench;

/// <summary>`deepiot bench time-model`</summary>
internal sealed class BenchTimeModelCommand : ExampleCommand
{
    public BenchTimeModelCommand(Terminal terminal)
        : base("time-model", "Measure random networks on this machine, learn their time, and predict others. Takes a quarter of an hour on an idle machine; goes on where it was stopped.",
            "deepiot bench time-model --output docs/time-model.md")
    {
        var learned = CommonOptions.Of("--learned", "Networks of each family to learn from.", "n", Numbers.Between(20, 1000), TimeModelBench.DefaultLearned);
        var heldOut = CommonOptions.Of("--held-out", "Networks of each family to predict.", "n", Numbers.Between(1, 1000), TimeModelBench.DefaultHeldOut);
        var work = new Option<string>("--work") { Description = "Folder that keeps what was measured.", HelpName = "folder", DefaultValueFactory = _ => "deepiot-bench" };
        var output = new Option<string?>("--output", "-o") { Description = "Where to write the page.", HelpName = "file.md" };
        var format = CommonOptions.Format();
        AddRange([learned, heldOut, work, output, format]);
        SetAction(async (parsed, cancellation) =>
        {
            var bench = new TimeModelBench(terminal, parsed.GetRequiredValue(work));
            var (model, rows) = await bench.RunAsync(LocalBoard.Class(), parsed.GetValue(learned), parsed.GetValue(heldOut), cancellation);
            var sheet = Sheet.Of(rows, TimeModelRow.Columns, "Nothing was predicted.");
            terminal.Print(sheet, parsed.GetValue(format));
            if (parsed.GetValue(output) is { } page)
                UserFiles.Write(page, Encoding.UTF8.GetBytes(TimeModelReport.Page(sheet, model, Provenance.Of(parsed))));
        });
    }
}
