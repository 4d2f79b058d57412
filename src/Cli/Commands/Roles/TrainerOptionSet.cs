using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.TrainerNode;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>The options of a trainer that stand for themselves, each named like its field in <see cref="TrainerOptions"/>.</summary>
internal sealed class TrainerOptionSet
{
    private static readonly TrainerOptions Defaults = new();

    private readonly Option<int> _slots = CommonOptions.Of(
        "--slots", "Trials run at once; each keeps one core busy.", "n", Numbers.Between(1, 1024), Defaults.Slots);

    private readonly Option<string> _cacheFolder = new("--cache-folder")
    {
        Description = "Where models, data and checkpoints are kept.",
        HelpName = "folder",
        DefaultValueFactory = _ => Defaults.CacheFolder,
    };

    public IEnumerable<Option> All => [_slots, _cacheFolder];

    public TrainerOptions Read(ParseResult parsed) => new()
    {
        Slots = parsed.GetValue(_slots),
        CacheFolder = parsed.GetRequiredValue(_cacheFolder),
    };
}
