using System.CommandLine;
using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Compressing;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot compress`</summary>
internal sealed class CompressCommand : ExampleCommand
{
    public CompressCommand(Terminal terminal, TimeProvider time)
        : base("compress", "Run one trial on this machine, without a cluster.",
            "deepiot compress samples/digits/digits.onnx --data samples/digits/digits.csv.gz --test-share 20% --scale 1/16 --target 8% -o compressed")
    {
        var model = CommonOptions.Model();
        var data = new DataOptions(asksForTask: true);
        var trial = new TrialOptions();
        var folder = new Option<string>("--output", "-o") { Description = "Folder for the candidates.", HelpName = "folder", DefaultValueFactory = _ => "." };
        var format = CommonOptions.Format();
        Add(model);
        data.AddTo(this);
        trial.AddTo(this);
        Add(folder);
        Add(format);
        SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(model);
            var (source, settings, trials) = (data.Read(parsed), trial.Read(parsed), new TrialFactory(time));
            var (candidates, baseline) = await terminal.RunAsync(Path.GetFileName(path), report =>
            {
                report(0, "examining");
                var (input, baseline) = new LocalExamination(trials)
                    .Examine(UserFiles.ReadModel(path), source, DataSection.DefaultValidationShare, settings.Seed, cancellation);
                return (OneTrial.Run(trials, input, settings, report, cancellation), baseline);
            }, cancellation);
            var metric = Metric.Of(isAgreement: !source.IsLabelled);
            if (metric.Note is { } note)
                terminal.Error.WriteLine(note);
            terminal.Print(CompressedSheet.Of(Written(candidates, path, parsed.GetRequiredValue(folder)), baseline, metric), parsed.GetValue(format));
        });
    }

    private static List<(TrialCandidate, string)> Written(IReadOnlyList<TrialCandidate> candidates, string model, string folder) =>
    [
        .. candidates.Select(candidate =>
        {
            var name = $"{Path.GetFileNameWithoutExtension(model)}-{candidate.Cost.Parameters}-{Readable.ShortHash(candidate.Sha256)}.onnx";
            var file = Path.Combine(folder, name);
            UserFiles.Write(file, candidate.Onnx);
            return (candidate, file);
        }),
    ];
}
