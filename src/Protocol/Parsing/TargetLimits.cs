using DeepIoT.Protocol.V1;

namespace DeepIoT.Protocol.Parsing;

/// <summary>How small something is to become, as people write it: `8%`, `120 KB`, `5 ms`, `smallest`.</summary>
public static class TargetLimits
{
    private const string Smallest = "smallest";

    public static bool IsOnBoard(this TargetKind kind) => kind is TargetKind.Latency or TargetKind.Energy;

    /// <summary>Sets the limit of <paramref name="target"/>, or complains.</summary>
    public static Parsed<bool> Read(TargetKind kind, string text, Target target)
    {
        if (text == Smallest)
        {
            return kind.IsOnBoard()
                ? new Complaint($"'smallest' does not go with {kind.ToString().ToLowerInvariant()}", Remedy(kind))
                : target.Smallest = true;
        }
        var isShare = text.TrimEnd().EndsWith('%');
        var amount = isShare ? Amounts.Percentage(text) : Absolute(kind, text);
        if (amount.Complaint is { } complaint)
            return isShare ? complaint : complaint with { Remedy = Remedy(kind) };
        if (isShare)
            target.Share = amount.Value;
        else
            target.AtMost = amount.Value;
        return true;
    }

    public static string Remedy(TargetKind kind) => kind switch
    {
        TargetKind.Size => "Write a share such as 8%, a file size such as 120 KB, or smallest.",
        TargetKind.Macs => "Write a share such as 20%, a count such as 2 M, or smallest.",
        TargetKind.Latency => "Write a share such as 50%, or a time such as 5 ms.",
        TargetKind.Energy => "Write a share such as 50%, or an energy such as 2 mJ.",
        _ => "Write how small, such as 8%.",
    };

    private static Parsed<double> Absolute(TargetKind kind, string text) => kind switch
    {
        TargetKind.Size => Amounts.Bytes(text),
        TargetKind.Macs => Amounts.Count(text),
        TargetKind.Latency => Amounts.Milliseconds(text),
        TargetKind.Energy => Amounts.Millijoules(text),
        // An unknown kind has its own complaint; any amount will do here.
        _ => 1.0,
    };
}
