using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Yaml;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>`search`: which method looks for smaller networks, how long and from which seed.</summary>
public static class SearchSection
{
    public static readonly string[] Methods = ["auto", "taylor", "compressor", "deepiot", "magnitude"];

    public static SearchSpec Read(FieldScope root)
    {
        var spec = new SearchSpec { Method = "auto", Trials = 4, Epochs = 20, Seed = 1 };
        if (root.Section("search") is not { } search)
            return spec;
        spec.Method = search.Optional("method", Spelling.OneOf(Methods), spec.Method);
        spec.Scheduler = search.Optional("scheduler", Spelling.OneOf("grid", "halving"), spec.Scheduler);
        spec.WarmStart = search.Optional("warmStart", Start, spec.WarmStart);
        spec.Trials = search.Optional("trials", Numbers.Between(1, 64), spec.Trials);
        spec.Epochs = search.Optional("epochs", Numbers.Between(0, 1000), spec.Epochs);
        spec.Seed = search.Optional("seed", Numbers.Seed, spec.Seed);
        spec.Iterations = search.Optional("iterations", Numbers.Between(1, 10_000_000), spec.Iterations);
        if (search.Section("options")?.FreeFields() is { } options)
            spec.Options.Add(options.ToDictionary());
        search.RefuseUnknown();
        return spec;
    }

    private static Parsed<string> Start(string text) => text.Trim() is { Length: > 0 } start
        ? start
        : new Complaint("is empty", "Name a campaign or a candidate, or leave it out.");
}
