using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Yaml;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>`targets`: what is to become small, and how small.</summary>
public static class TargetsSection
{
    private const string Remedy = "Add at least one, such as '- { kind: size, atMost: 8% }'.";
    private const string Smallest = "smallest";

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
        section.Optional("atMost", text => Limit(kind, text, target), false);
        if (!section.Has("atMost"))
            section.RefuseMissing("atMost", LimitRemedy(kind));
        var board = section.Optional("board", text => (Parsed<string>)text.Trim(), "");
        if (IsOnBoard(kind) && board.Length == 0)
            section.Refuse("board", $"is missing for {(kind == TargetKind.Latency ? "a latency" : "an energy")} target", "Name the board class; `deepiot boards` lists those attached.");
        else if (kind is TargetKind.Size or TargetKind.Macs && section.Has("board"))
            section.Refuse("board", "only goes with 'kind: latency' or 'kind: energy'", "Leave it out.");
        target.BoardClass = board;
        section.RefuseUnknown();
        return target;
    }

    private static bool IsOnBoard(TargetKind kind) => kind is TargetKind.Latency or TargetKind.Energy;

    private static Parsed<TargetKind> Kind(string text) =>
        Spelling.OneOf("size", "macs", "latency", "energy")(text).As(name => Enum.Parse<TargetKind>(name, ignoreCase: true));

    private static Parsed<bool> Limit(TargetKind kind, string text, Target target)
    {
        if (text == Smallest)
        {
            return IsOnBoard(kind)
                ? new Complaint($"'smallest' does not go with {kind.ToString().ToLowerInvariant()}", LimitRemedy(kind))
                : target.Smallest = true;
        }
        var isShare = text.TrimEnd().EndsWith('%');
        var amount = isShare ? Amounts.Percentage(text) : Absolute(kind, text);
        if (amount.Complaint is { } complaint)
            return isShare ? complaint : complaint with { Remedy = LimitRemedy(kind) };
        if (isShare)
            target.Share = amount.Value;
        else
            target.AtMost = amount.Value;
        return true;
    }

    private static Parsed<double> Absolute(TargetKind kind, string text) => kind switch
    {
        TargetKind.Size => Amounts.Bytes(text),
        TargetKind.Macs => Amounts.Count(text),
        TargetKind.Latency => Amounts.Milliseconds(text),
        TargetKind.Energy => Amounts.Millijoules(text),
        // An unknown kind has its own complaint; any amount will do here.
        _ => 1.0,
    };

    private static string LimitRemedy(TargetKind kind) => kind switch
    {
        TargetKind.Size => "Write a share such as 8%, a file size such as 120 KB, or smallest.",
        TargetKind.Macs => "Write a share such as 20%, a count such as 2 M, or smallest.",
        TargetKind.Latency => "Write a share such as 50%, or a time such as 5 ms.",
        TargetKind.Energy => "Write a share such as 50%, or an energy such as 2 mJ.",
        _ => "Write how small, such as 8%.",
    };
}
