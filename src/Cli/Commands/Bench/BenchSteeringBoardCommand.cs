using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Bench;
using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Commands.Bench;

/// <summary>`deepiot bench steering-board`</summary>
internal sealed class BenchSteeringBoardCommand : ExampleCommand
{
    public BenchSteeringBoardCommand(Terminal terminal, TimeProvider time)
        : base("steering-board", "Compress a model for few parameters and for little time on a board that is characterised, and compare. Goes on where it was stopped.",
            "deepiot bench steering-board samples/digits/digits.onnx --data samples/digits/digits.csv.gz --test-share 20% --scale 1/16 --time-model this-machine.timemodel")
    {
        var (model, data) = (CommonOptions.Model(), new DataOptions(asksForTask: true));
        var timeModel = new Option<string>("--time-model") { Description = "What `deepiot characterise` wrote of that board.", HelpName = "file", Required = true };
        var measuredBy = CommonOptions.MeasuredBy();
        var target = CommonOptions.Of("--target", "Share of the parameters that the first trial is asked for.", "share", Amounts.Percentage, 0.15);
        var epochs = CommonOptions.Of("--epochs", "Epochs of fine-tuning.", "n", Numbers.Between(0, 1000), 20);
        var iterations = CommonOptions.Of("--iterations", "Iterations of the search.", "n", Numbers.Between(1, 1_000_000), 300);
        var seeds = CommonOptions.Of("--seeds", "Pairs of trials, with seeds 1, 2, ….", "n", Numbers.Between(1, 100), 3);
        var work = new Option<string>("--work") { Description = "Folder that keeps finished runs.", HelpName = "folder", DefaultValueFactory = _ => "deepiot-bench-board" };
        var output = new Option<string?>("--output", "-o") { Description = "Where to write the page.", HelpName = "file.md" };
        var format = CommonOptions.Format();
        Add(model);
        data.AddTo(this);
        AddRange([timeModel, measuredBy, target, epochs, iterations, seeds, work, output, format]);
        SetAction(async (parsed, cancellation) =>
        {
            var (path, source) = (parsed.GetRequiredValue(model), data.Read(parsed));
            var learned = TimeModelFile.Read(UserFiles.Read(parsed.GetRequiredValue(timeModel)));
            var task = new SteeringTask(Path.GetFileNameWithoutExtension(path), parsed.GetValue(target), parsed.GetValue(iterations), parsed.GetValue(epochs));
            var numbers = Enumerable.Range(1, parsed.GetValue(seeds)).Select(seed => (ulong)seed).ToArray();
            var bench = new SteeringBench(terminal, new PaperFolder(parsed.GetRequiredValue(work)), CommonOptions.Board(parsed.GetValue(measuredBy)), time);
            await bench.CompressAsync(numbers.Select(seed => (task, new Func<TrialInput>(Input), seed)), learned, cancellation);
            await bench.MeasureAsync(bench.RunsOf(task, numbers), cancellation);
            var sheet = Sheet.Of([SteeringRow.Of(task, bench.RunsOf(task, numbers))], SteeringRow.Columns, "Nothing was run.");
            terminal.Print(sheet, parsed.GetValue(format));
            if (parsed.GetValue(output) is { } page)
                UserFiles.Write(page, Encoding.UTF8.GetBytes(SteeringReport.Page(sheet, Provenance.Of(parsed) with { Machine = learned.BoardClass }, "Does asking for time pay on that board?", learned)));

            TrialInput Input() => new LocalExamination(new TrialFactory(time))
                .Examine(UserFiles.ReadModel(path), source, DataSection.DefaultValidationShare, PaperInput.SplitSeed, cancellation).Input;
        });
    }
}
