using DeepIoT.Cli.Characterising;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot characterise`</summary>
internal sealed class CharacteriseCommand : ExampleCommand
{
    public CharacteriseCommand(Terminal terminal)
        : base("characterise", "Learn how the time of a model on this machine, or another board, depends on its widths, for `compress --time-model`.",
            "deepiot characterise samples/digits/digits.onnx -o this-machine.timemodel",
            "deepiot compress samples/digits/digits.onnx --data samples/digits/digits.csv.gz --test-share 20% --scale 1/16 --time-model this-machine.timemodel --target 50%")
    {
        var model = CommonOptions.Model();
        var networks = CommonOptions.Of("--networks", "Random structures of the model to measure; some two seconds each.", "n", Numbers.Between(TimeModelFit.LeastObservations, 10_000), 60);
        var output = new System.CommandLine.Option<string>("--output", "-o") { Description = "Where to write what was learned.", HelpName = "file", Required = true };
        var measuredBy = CommonOptions.MeasuredBy();
        AddRange([model, networks, measuredBy, output]);
        SetAction(async (parsed, cancellation) =>
        {
            var (bytes, wanted) = (UserFiles.ReadModel(parsed.GetRequiredValue(model)), parsed.GetValue(networks));
            var learned = await Characterisation.RunAsync(CommonOptions.Board(parsed.GetValue(measuredBy)), bytes, wanted, measured =>
            {
                if (measured % 10 == 0) terminal.Error.WriteLine($"{measured} of {wanted} networks measured");
            }, cancellation)
                ?? throw new UserMistakeException($"too many of the {wanted} measurements are tainted to learn from. Let the board rest and run this again; `deepiot measure` says what disturbs this machine.");
            UserFiles.Write(parsed.GetRequiredValue(output), TimeModelFile.Write(learned));
            foreach (var rule in learned.Rules()) terminal.Out.WriteLine(rule);
        });
    }
}
