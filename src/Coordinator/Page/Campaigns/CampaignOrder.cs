using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Page.Campaigns;

/// <summary>What an owner may tell a campaign.</summary>
public sealed record CampaignOrder(Func<Protocol.V1.Campaigns.CampaignsClient, string, CancellationToken, Task> GiveAsync)
{
    public static CampaignOrder Pause { get; } = new(async (campaigns, id, gone) =>
        await campaigns.PauseAsync(new PauseRequest { CampaignId = id }, cancellationToken: gone));

    public static CampaignOrder Resume { get; } = new(async (campaigns, id, gone) =>
        await campaigns.ResumeAsync(new ResumeRequest { CampaignId = id }, cancellationToken: gone));

    public static CampaignOrder Cancel { get; } = new(async (campaigns, id, gone) =>
        await campaigns.CancelAsync(new CancelRequest { CampaignId = id }, cancellationToken: gone));

    public static CampaignOrder Extend(int trials) => new(async (campaigns, id, gone) =>
        await campaigns.ExtendAsync(new ExtendRequest { CampaignId = id, Trials = trials, ExtensionId = Guid.NewGuid().ToString("N") }, cancellationToken: gone));
}
