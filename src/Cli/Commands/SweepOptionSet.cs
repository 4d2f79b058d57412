using System.CommandLine;
using DeepIoT.Cli.Characterising;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Commands;

/// <summary>What a sweep over the structures of a model needs to know, wherever it is measured.</summary>
internal sealed class SweepOptionSet
{
    private readonly Argument<string> _model = CommonOptions.Model();

    private readonly Option<int> _networks = CommonOptions.Of(
        "--networks", "Random structures of the model to measure; some two seconds each.", "n", Numbers.Between(TimeModelFit.LeastObservations, 10_000), 60);

    private readonly Option<string> _output = new("--output", "-o") { Description = "Where to write what was learned.", HelpName = "file", Required = true };

    public void AddTo(ExampleCommand command) => command.AddRange([_model, _networks, _output]);

    /// <exception cref="UserMistakeException">Too many of the measurements are tainted.</exception>
    public async Task RunAsync(Terminal terminal, ParseResult parsed, IMeasuredBoard board, CancellationToken cancellation)
    {
        var (bytes, wanted) = (UserFiles.ReadModel(parsed.GetRequiredValue(_model)), parsed.GetValue(_networks));
        var learned = await Characterisation.RunAsync(board, bytes, wanted, measured =>
        {
            if (measured % 10 == 0) terminal.Error.WriteLine($"{measured} of {wanted} networks measured");
        }, cancellation)
            ?? throw new UserMistakeException($"too many of the {wanted} measurements are tainted to learn from. Let the board rest and run this again; `deepiot measure` says what disturbs this machine.");
        UserFiles.Write(parsed.GetRequiredValue(_output), TimeModelFile.Write(learned));
        foreach (var rule in learned.Rules()) terminal.Out.WriteLine(rule);
    }
}
