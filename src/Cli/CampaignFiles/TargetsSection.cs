using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Yaml;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>`targets`: what is to become small, and how small.</summary>
public static class TargetsSection
{
    private const string Remedy = "Add at least one, such as '- { kind: size, atMost: 8% }'.";

    public static IReadOnlyList<Target> Read(FieldScope root)
    {
        var sections = root.Sections("targets");
        if (!root.Has("targets"))
            root.RefuseMissing("targets", Remedy);
        else if (sections is [])
            root.Refuse("targets", "is empty", Remedy);
        return [.. (sections ?? []).Select(ReadTarget)];
    }

    private static Target ReadTarget(FieldScope section)
    {
        var kind = section.Required("kind", Kind, "Write size, macs, latency or energy.");
        var target = new Target { Kind = kind };
        section.Optional("atMost", text => TargetLimits.Read(kind, text, target), false);
        if (!section.Has("atMost"))
            section.RefuseMissing("atMost", TargetLimits.Remedy(kind));
        var board = section.Optional("board", text => (Parsed<string>)text.Trim(), "");
        if (kind.IsOnBoard() && board.Length == 0)
            section.Refuse("board", $"is missing for {(kind == TargetKind.Latency ? "a latency" : "an energy")} target", "Name the board class; `deepiot boards` lists those attached.");
        else if (kind is TargetKind.Size or TargetKind.Macs && section.Has("board"))
            section.Refuse("board", "only goes with 'kind: latency' or 'kind: energy'", "Leave it out.");
        target.BoardClass = board;
        section.RefuseUnknown();
        return target;
    }

    private static Parsed<TargetKind> Kind(string text) =>
        Spelling.OneOf("size", "macs", "latency", "energy")(text).As(name => Enum.Parse<TargetKind>(name, ignoreCase: true));
}
