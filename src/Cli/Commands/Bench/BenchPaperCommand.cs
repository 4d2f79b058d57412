using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Compressor;

namespace DeepIoT.Cli.Commands.Bench;

/// <summary>`deepiot bench paper`</summary>
internal sealed class BenchPaperCommand : ExampleCommand
{
    public BenchPaperCommand(Terminal terminal, TimeProvider time)
        : base("paper", "Pre-train, compress, check and measure the paper's five networks, and write the results. Takes hours; goes on where it was stopped.",
            "deepiot bench paper --task lenet5 --method auto --seeds 1",
            "deepiot bench paper --output docs/results.md --json docs/results.json")
    {
        var tasks = Several("--task", "Tasks, all by default.", [.. PaperTask.All.Select(t => t.Name)]);
        var methods = Several("--method", "Methods, all by default; auto stands for taylor and compressor.", [PaperRow.Auto, .. Method.All.Select(m => m.Name)]);
        var seeds = CommonOptions.Of("--seeds", "Trials of each method, with seeds 1, 2, ….", "n", Numbers.Between(1, 100), 3);
        var from = new Option<string?>("--from") { Description = "Folder of the data sets; else the variable DEEPIOT_DATA.", HelpName = "folder" };
        var work = new Option<string>("--work") { Description = "Folder that keeps prepared data, models and finished runs.", HelpName = "folder", DefaultValueFactory = _ => "deepiot-bench" };
        var output = new Option<string?>("--output", "-o") { Description = "Where to write the page.", HelpName = "file.md" };
        var json = new Option<string?>("--json") { Description = "Where to write the figures; rows it holds already stay where the folder has fewer seeds.", HelpName = "file.json" };
        var format = CommonOptions.Format();
        AddRange([tasks, methods, seeds, from, work, output, json, format]);
        SetAction(async (parsed, cancellation) =>
        {
            var chosen = PaperTask.All.Where(task => parsed.GetValue(tasks) is not { Length: > 0 } names || names.Contains(task.Name)).ToArray();
            var ways = MethodsOf(parsed.GetValue(methods) ?? []);
            var folder = new PaperFolder(parsed.GetRequiredValue(work));
            var suite = new PaperSuite(terminal, folder, time);
            var ready = chosen.Where(task => PaperData.Prepare(task, parsed.GetValue(from), folder.Data, terminal, cancellation)).ToArray();
            await suite.PretrainAsync(ready, cancellation);
            await suite.CompressAsync(
                from task in ready
                from seed in Enumerable.Range(1, parsed.GetValue(seeds))
                from method in ways
                select (task, method, (ulong)seed), cancellation);
            await suite.MeasureAsync(ready, RunsOf(folder, ready), cancellation);
            var figures = parsed.GetValue(json);
            var rows = PaperRow.Joined(
                Earlier(figures), ready.SelectMany(task => PaperRow.Of(folder.Read<PaperBaseline>(task.Name)!, [.. RunsOf(folder, [task])])));
            var sheet = Sheet.Of(rows, PaperReport.Columns, "No task could be run.");
            terminal.Print(sheet, parsed.GetValue(format));
            if (parsed.GetValue(output) is { } page)
                UserFiles.Write(page, Encoding.UTF8.GetBytes(PaperReport.Page(sheet, Provenance.Of(parsed))));
            if (figures is not null)
                UserFiles.Write(figures, Encoding.UTF8.GetBytes(JsonText.Of(rows)));
        });
    }

    private static PaperRow[] Earlier(string? figures) =>
        figures is not null && File.Exists(figures) ? JsonText.Read<PaperRow[]>(UserFiles.Read(figures)) : [];

    private static Option<string[]> Several(string name, string description, string[] choices)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = string.Join('|', choices), AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong(choices);
        return option;
    }

    private static string[] MethodsOf(string[] named) => named.Length == 0
        ? [.. Method.All.Select(m => m.Name)]
        : [.. named.SelectMany(name => name == PaperRow.Auto ? PaperRow.Portfolio : [name]).Distinct()];

    private static IEnumerable<PaperRun> RunsOf(PaperFolder folder, IEnumerable<PaperTask> tasks) =>
        from task in tasks
        from method in Method.All
        from seed in Enumerable.Range(1, 100)
        let run = folder.Read<PaperRun>(PaperRun.NameOf(task.Name, method.Name, (ulong)seed))
        where run is not null
        select run;
}
