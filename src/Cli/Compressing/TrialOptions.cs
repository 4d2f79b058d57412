using System.CommandLine;
using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Commands;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Compressing;

/// <summary>The options that set up one trial.</summary>
public sealed class TrialOptions
{
    // `auto` is a campaign's portfolio; a single trial has one method.
    private static readonly string[] Methods = [.. SearchSection.Methods.Except(["auto"])];

    private static readonly string[] Costs = [.. new[] { CostKind.Parameters, CostKind.Macs, CostKind.Bytes }.Select(kind => kind.ToString().ToLowerInvariant())];

    private readonly Option<double?> _target = CommonOptions.Of<double?>(
        "--target", "Share of the cost to go down to, or smallest.", "share", text => text == "smallest" ? (double?)null : Amounts.Percentage(text).AsNullable(), null);

    private readonly Option<string> _cost = CommonOptions.Of(
        "--cost", $"What the target is a share of: {Spelling.Choice(Costs)}.", "cost", Spelling.OneOf(Costs), Costs[0]);

    private readonly Option<string?> _timeModel = new("--time-model")
    {
        Description = "What `deepiot characterise` wrote: the target is then a share of the time it predicts.",
        HelpName = "file",
    };

    private readonly Option<string> _method = CommonOptions.Of(
        "--method", $"How to search: {Spelling.Choice(Methods)}.", "name", Spelling.OneOf(Methods), "taylor");

    private readonly Option<double> _maxDrop = CommonOptions.Of(
        "--max-drop", "Points of validation accuracy that smallest may cost.", "points", Amounts.Points, CampaignFileReader.DefaultMaxDropPoints);

    private readonly Option<int> _epochs = CommonOptions.Of("--epochs", "Epochs of fine-tuning.", "n", Numbers.Between(0, 1000), 20);

    private readonly Option<int?> _iterations = CommonOptions.Of<int?>(
        "--iterations", "Iterations of the search; the method chooses otherwise.", "n", text => Numbers.Between(1, 10_000_000)(text).AsNullable(), null);

    private readonly Option<ulong> _seed = CommonOptions.Of("--seed", "Seed; the same one gives the same candidates.", "n", Numbers.Seed, 1UL);

    private readonly Option<string[]> _options = new("--option")
    {
        Description = "Option of the method, such as advantage=std; may be repeated.",
        HelpName = "name=value",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        _options.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"--option: '{token.Value}' is no setting. Write name=value, such as advantage=std.");
        });
        Option[] options = [_target, _cost, _timeModel, _method, _maxDrop, _epochs, _iterations, _seed, _options];
        foreach (var option in options)
            command.Options.Add(option);
    }

    public TrialSettings Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_method),
        BudgetOf(parsed),
        parsed.GetValue(_target),
        parsed.GetValue(_maxDrop),
        parsed.GetValue(_seed),
        parsed.GetValue(_epochs),
        parsed.GetValue(_iterations),
        (parsed.GetValue(_options) ?? [])
            .Select(setting => setting.Split('=', 2))
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1]));

    private Budget BudgetOf(ParseResult parsed) => parsed.GetValue(_timeModel) is { } file
        ? new Budget([new BudgetTerm(CostKind.Latency, Predicted: TimeModelFile.Read(UserFiles.Read(file)))])
        : Enum.Parse<CostKind>(parsed.GetRequiredValue(_cost), ignoreCase: true);
}
