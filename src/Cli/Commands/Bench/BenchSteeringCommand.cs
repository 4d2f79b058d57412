using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Bench;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Commands.Bench;

/// <summary>`deepiot bench steering`</summary>
internal sealed class BenchSteeringCommand : ExampleCommand
{
    public BenchSteeringCommand(Terminal terminal, TimeProvider time)
        : base("steering", "Compress for few parameters and for little time on this machine, and compare. Takes an hour; goes on where it was stopped.",
            "deepiot bench steering --output docs/steering.md")
    {
        var tasks = new Option<string[]>("--task") { Description = "Tasks, all by default.", HelpName = string.Join('|', SteeringTask.OfPaper.Select(t => t.Task.Name)), AllowMultipleArgumentsPerToken = true };
        tasks.AcceptOnlyFromAmong([.. SteeringTask.OfPaper.Select(t => t.Task.Name)]);
        var seeds = CommonOptions.Of("--seeds", "Pairs of trials of each task, with seeds 1, 2, ….", "n", Numbers.Between(1, 100), 3);
        var from = new Option<string?>("--from") { Description = "Folder of the data sets; else the variable DEEPIOT_DATA.", HelpName = "folder" };
        var work = new Option<string>("--work") { Description = "Folder that keeps prepared data, models and finished runs.", HelpName = "folder", DefaultValueFactory = _ => "deepiot-bench" };
        var output = new Option<string?>("--output", "-o") { Description = "Where to write the page.", HelpName = "file.md" };
        var format = CommonOptions.Format();
        AddRange([tasks, seeds, from, work, output, format]);
        SetAction(async (parsed, cancellation) =>
        {
            var folder = new PaperFolder(parsed.GetRequiredValue(work));
            var ready = SteeringTask.OfPaper
                .Where(task => parsed.GetValue(tasks) is not { Length: > 0 } names || names.Contains(task.Task.Name))
                .Where(task => PaperData.Prepare(task.Paper, parsed.GetValue(from), folder.Data, terminal, cancellation)).ToArray();
            await new PaperSuite(terminal, folder, time).PretrainAsync(ready.Select(task => task.Paper), cancellation);
            var (model, _) = await new TimeModelBench(terminal, parsed.GetRequiredValue(work)).RunAsync(LocalBoard.Class(), TimeModelBench.DefaultLearned, TimeModelBench.DefaultHeldOut, cancellation);
            var numbers = Enumerable.Range(1, parsed.GetValue(seeds)).Select(seed => (ulong)seed).ToArray();
            var bench = new SteeringBench(terminal, folder, new LocalBoard(), time);
            await bench.CompressAsync(from task in ready from seed in numbers select (task.Task, new Func<TrialInput>(() => PaperInput.Of(task.Paper, folder)), seed), model, cancellation);
            await bench.MeasureAsync(ready.SelectMany(task => bench.RunsOf(task.Task, numbers)), cancellation);
            var sheet = Sheet.Of(ready.Select(task => SteeringRow.Of(task.Task, bench.RunsOf(task.Task, numbers))), SteeringRow.Columns, "No task could be run.");
            terminal.Print(sheet, parsed.GetValue(format));
            if (parsed.GetValue(output) is { } page)
                UserFiles.Write(page, Encoding.UTF8.GetBytes(SteeringReport.Page(sheet, Provenance.Of(parsed))));
        });
    }
}
