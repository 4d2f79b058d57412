namespace DeepIoT.Coordinator;

/// <summary>Key of the proxy of the directory of campaigns in the actor registry.</summary>
internal sealed class CampaignsKey;

/// <summary>Key of the way to each campaign by its id in the actor registry.</summary>
internal sealed class CampaignKey;

/// <summary>Key of the board pool's proxy in the actor registry.</summary>
internal sealed class BoardPoolKey;
