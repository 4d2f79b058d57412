namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What the phases of a campaign mean.</summary>
internal static class Phases
{
    public static bool Ended(this Phase phase) =>
        phase is Phase.Completed or Phase.Cancelled or Phase.Rejected or Phase.Failed;
}
