using DeepIoT.Protocol.V1;

namespace DeepIoT.Load;

/// <summary>How far the campaigns are.</summary>
internal static class Standing
{
    /// <summary>Campaigns that have completed, of all that the coordinator lists.</summary>
    /// <exception cref="InvalidOperationException">One ended otherwise: the simulation is wrong, or the coordinator.</exception>
    private static async Task<int> CompletedAsync(CoordinatorProcess coordinator)
    {
        var completed = 0;
        var request = new ListRequest { PageSize = 200 };
        do
        {
            var page = await coordinator.Campaigns.ListAsync(request);
            foreach (var campaign in page.Campaigns)
            {
                if (campaign.State is CampaignState.Failed or CampaignState.Rejected or CampaignState.Cancelled)
                    throw new InvalidOperationException($"Campaign {campaign.CampaignId} is {campaign.State}");
                completed += campaign.State == CampaignState.Completed ? 1 : 0;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken != "");
        return completed;
    }

    /// <summary>Waits until so many have completed, and looks every <paramref name="pause"/>.</summary>
    /// <exception cref="InvalidOperationException">One ended otherwise.</exception>
    public static async Task AllCompletedAsync(CoordinatorProcess coordinator, int campaigns, TimeSpan pause)
    {
        while (await CompletedAsync(coordinator) < campaigns)
            await Task.Delay(pause);
    }

    /// <summary>Entries that the journal has of these campaigns.</summary>
    public static async Task<long> EntriesAsync(CoordinatorProcess coordinator, IEnumerable<string> campaigns)
    {
        var entries = 0L;
        foreach (var id in campaigns)
            entries += (await coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = id })).Offset;
        return entries;
    }
}
