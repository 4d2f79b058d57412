using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Demo;
using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Results;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot demo`</summary>
internal sealed class DemoCommand : ExampleCommand
{
    private const string Sample = "digits";

    public DemoCommand(Terminal terminal, TimeProvider time, Option<bool> verbose)
        : base("demo", "Compress a real network for handwritten digits and measure it on this machine. Takes about two minutes.",
            "deepiot demo", "deepiot demo --json figures.json -o /tmp/deepiot-demo")
    {
        var json = new Option<string?>("--json") { Description = "Write the figures to this file too.", HelpName = "file" };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder for the models, the report and the log.",
            HelpName = "folder",
            DefaultValueFactory = _ => "deepiot-demo",
        };
        AddRange([json, output]);
        SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetRequiredValue(output);
            var campaign = Path.Combine(SampleFolder.Find(Sample), "campaign.yaml");
            using var log = new FileLog(Path.Combine(folder, "demo.log"), time);
            var run = new DemoRun(terminal, time, folder, parsed.GetValue(verbose) ? HostLogs.ToConsole : HostLogs.To(log));
            var (results, reports) = await run.RunAsync(campaign, cancellation);
            terminal.Print(results, OutputFormat.Table);
            if (Best.Of(results, BestBy.Size) is { } best)
                terminal.Out.WriteLine($"Smallest within the limits: {best.Model}");
            foreach (var report in reports)
                terminal.Out.WriteLine($"Report: {report}");
            if (parsed.GetValue(json) is { } file)
                UserFiles.Write(file, Encoding.UTF8.GetBytes(JsonText.Of(results)));
        });
    }
}
