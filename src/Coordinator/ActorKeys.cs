namespace DeepIoT.Coordinator;

/// <summary>Key of the campaigns' proxy in the actor registry.</summary>
internal sealed class CampaignsKey;

/// <summary>Key of the board pool's proxy in the actor registry.</summary>
internal sealed class BoardPoolKey;
