using Akka.Hosting;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.Cluster;
using Grpc.Core;

namespace DeepIoT.Coordinator.Artifacts.Collecting;

/// <summary>Everything that is referred to: by a campaign that is kept, whatever its state, or by the coordinator itself.</summary>
internal sealed class ReferencesKept(IReadOnlyActorRegistry actors)
{
    private const int PageSize = 500;

    /// <exception cref="RpcException">FAILED_PRECONDITION: a campaign does not tell all, so nothing is known to be unneeded.</exception>
    public async Task<IReadOnlySet<string>> AllAsync(CancellationToken cancellation)
    {
        var all = new HashSet<string> { ReferenceModel.Sha256OfModel };
        var last = "";
        while (await Page(last, cancellation) is { Count: > 0 } page)
        {
            foreach (var id in page)
                all.UnionWith(await Of(id, cancellation));
            last = page[^1];
        }

        return all;
    }

    private async Task<IReadOnlyList<string>> Page(string last, CancellationToken cancellation)
    {
        var ask = new CampaignIdsAsked { AfterCampaignId = last, PageSize = PageSize };
        return (await actors.Get<CampaignsKey>().AskFor<ListedCampaigns>(ask, cancellation)).CampaignIds;
    }

    private async Task<IEnumerable<string>> Of(string campaignId, CancellationToken cancellation)
    {
        try
        {
            var references = await actors.Get<CampaignKey>().AskFor<ArtifactReferences>(new ReferencesAsked { CampaignId = campaignId }, cancellation);
            return references.Incomplete
                ? throw Unknown($"Campaign {campaignId} was started again a moment ago, and its trainers may have more to tell")
                : references.Sha256.Select(sha256 => Convert.ToHexStringLower(sha256.Span));
        }
        // Deleted meanwhile, or so new that its artifacts are young.
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return [];
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            throw Unknown($"Campaign {campaignId} does not say what it refers to: it is not to be reached, or cannot be read (see the log)");
        }
    }

    private static RpcException Unknown(string why) =>
        new(new Status(StatusCode.FailedPrecondition, $"{why}. Nothing was removed; try again in a minute"));
}
