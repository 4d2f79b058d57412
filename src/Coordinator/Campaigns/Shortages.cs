using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What the pools have last said of why a campaign waits. Nothing of it is stored.</summary>
/// <param name="Boards">Null when nothing is known of boards.</param>
/// <param name="Slots">Why it has not got the slots that it asks for; empty when nobody has said.</param>
internal sealed record Shortages(IReadOnlyList<ClassBoards>? Boards, string Slots)
{
    public static Shortages Unknown { get; } = new(null, "");
}
