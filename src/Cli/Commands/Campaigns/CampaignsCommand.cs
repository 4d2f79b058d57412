using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Campaigns;

/// <summary>`deepiot campaigns`, and what can be done with one of them.</summary>
internal sealed class CampaignsCommand : ListCommand<CampaignSummary>
{
    private const int PageSize = 200;

    private static readonly Column<CampaignSummary>[] Columns =
    [
        new("id", "campaign", c => c.CampaignId),
        new("name", "name", c => c.Name),
        new("owner", "owner", c => c.Owner.Length > 0 ? c.Owner : null, c => c.Owner),
        new("state", "state", c => Words.Of(c.State)),
        new("submittedAt", "submitted", c => Readable.Iso(c.SubmittedAt), c => Readable.Moment(c.SubmittedAt)),
        new("trialsDone", "trials done", c => c.TrialsDone),
        new("trials", "trials", c => c.Trials),
        new("candidates", "candidates", c => c.Candidates),
        new("waitingFor", "waiting for", c => c.WaitingFor.Length > 0 ? c.WaitingFor : null, c => c.WaitingFor),
    ];

    public CampaignsCommand(Terminal terminal)
        : base(terminal, "campaigns", "List all campaigns, newest first.", Columns,
            "No campaigns yet. `deepiot submit FILE.yaml` starts one.",
            "deepiot campaigns", "deepiot campaigns --format csv > campaigns.csv", "deepiot campaigns delete 3f2a")
    {
        Add(new CampaignsDeleteCommand(terminal));
    }

    protected override async Task<IReadOnlyList<CampaignSummary>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation)
    {
        var campaigns = new List<CampaignSummary>();
        var request = new ListRequest { PageSize = PageSize };
        do
        {
            var page = await connection.Campaigns.ListAsync(request, cancellationToken: cancellation);
            campaigns.AddRange(page.Campaigns);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return campaigns;
    }
}
