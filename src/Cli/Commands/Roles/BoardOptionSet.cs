using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.DeviceProfiler;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>The options of a board agent, each named like its field in <see cref="ProfilerOptions"/>.</summary>
internal sealed class BoardOptionSet
{
    private static readonly ProfilerOptions Defaults = new();

    private readonly Option<string> _name = new("--board-name")
    {
        Description = "Stable name of this board.",
        HelpName = "name",
        DefaultValueFactory = _ => Defaults.Name,
    };

    private readonly Option<string?> _boardClass = new("--board-class")
    {
        Description = "What makes its readings comparable; made of soc, os, runtime and threads otherwise.",
        HelpName = "class",
    };

    private readonly Option<int> _threads = CommonOptions.Of(
        "--threads", "Threads inside one inference.", "n", Numbers.Between(1, 1024), Defaults.Threads);

    private readonly Option<string> _cacheFolder = new("--board-cache")
    {
        Description = "Where models are kept by their hash.",
        HelpName = "folder",
        DefaultValueFactory = _ => Defaults.CacheFolder,
    };

    private readonly Option<string> _stateFolder = new("--board-state")
    {
        Description = "Where its credential is kept, once it is enrolled.",
        HelpName = "folder",
        DefaultValueFactory = _ => Defaults.StateFolder,
    };

    private readonly Option<double> _cacheLimit = CommonOptions.Of(
        "--board-cache-limit", "Models used least recently leave the cache above this.", "bytes", Amounts.Bytes, Defaults.CacheLimitBytes);

    private readonly Option<double?> _memoryLimit = new("--board-memory-limit")
    {
        Description = "Memory of one job; three quarters of the board's otherwise.",
        HelpName = "bytes",
        CustomParser = result => CommonOptions.Parse(result, text => Amounts.Bytes(text).AsNullable()),
    };

    private readonly Option<string?> _label = new("--board-label")
    {
        Description = "A word at the end of its class, such as emulated, that its figures carry everywhere.",
        HelpName = "word",
    };

    private readonly MeterOptionSet _meter = new();

    public IEnumerable<Option> All => [_name, _boardClass, _label, _threads, _cacheFolder, _cacheLimit, _stateFolder, _memoryLimit, .. _meter.All];

    public ProfilerOptions Read(ParseResult parsed) => new()
    {
        Name = parsed.GetRequiredValue(_name),
        BoardClass = parsed.GetValue(_boardClass),
        Label = parsed.GetValue(_label),
        Threads = parsed.GetValue(_threads),
        CacheFolder = parsed.GetRequiredValue(_cacheFolder),
        MemoryLimitBytes = (long?)parsed.GetValue(_memoryLimit),
        StateFolder = parsed.GetRequiredValue(_stateFolder),
        CacheLimitBytes = (long)parsed.GetRequiredValue(_cacheLimit),
        Meter = _meter.Meter(parsed),
        MeterFactor = _meter.Factor(parsed),
    };
}
