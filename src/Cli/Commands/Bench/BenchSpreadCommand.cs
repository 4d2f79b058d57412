using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Commands.Bench;

/// <summary>`deepiot bench spread`</summary>
internal sealed class BenchSpreadCommand : ExampleCommand
{
    public BenchSpreadCommand(Terminal terminal)
        : base("spread", "Measure one model many times on this machine, idle and disturbed, and show how far the figures agree. Takes minutes on an idle machine.",
            "deepiot bench spread samples/digits/digits.onnx --output docs/repeatability.md")
    {
        var model = CommonOptions.Model();
        var times = CommonOptions.Of("--times", "Measurements under each condition.", "n", Numbers.Between(2, 1000), 20);
        var output = new Option<string?>("--output", "-o") { Description = "Where to write the page.", HelpName = "file.md" };
        var format = CommonOptions.Format();
        AddRange([model, times, output, format]);
        SetAction(async (parsed, cancellation) =>
        {
            using var file = new SelfContainedModel(parsed.GetRequiredValue(model));
            var sheet = Sheet.Of(await SpreadRow.MeasureAsync(file.Path, parsed.GetValue(times), cancellation), SpreadRow.Columns, "Nothing was measured.");
            terminal.Print(sheet, parsed.GetValue(format));
            if (parsed.GetValue(output) is { } page)
                UserFiles.Write(page, Encoding.UTF8.GetBytes(SpreadReport.Page(sheet, Provenance.Of(parsed))));
        });
    }
}
