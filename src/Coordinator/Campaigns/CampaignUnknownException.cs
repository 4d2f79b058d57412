namespace DeepIoT.Coordinator.Campaigns;

/// <summary>No campaign has that id.</summary>
internal sealed class CampaignUnknownException(string campaignId) : Exception($"There is no campaign {campaignId}");
