namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Asks a campaign to stop here, after what it is writing: its shard moves, or nobody wants it for now.</summary>
internal sealed class Leave
{
    public static readonly Leave Instance = new();
}
