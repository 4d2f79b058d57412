using DeepIoT.Coordinator.Tests.Whole;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>
/// A journal as version 0.1 wrote it, before there were snapshots and shards: one campaign on the digits that completed
/// with real trials and a real board, and one in the middle of its first trial when the coordinator was killed.
/// </summary>
public sealed class EarlierJournalTests : IDisposable
{
    private const string Completed = "cd1e67e768d4b", Running = "cac95b7086149";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_journal_of_an_earlier_version_is_read_and_gone_on_with()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Campaigns", "Journals", "before-sharding.db"), Path.Combine(_folder.Path, "journal.db"));
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);

        var results = await coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = Completed });
        Assert.Equal(Phase.Completed, results.Campaign.State);
        Assert.Equal((2, 4, 3), (results.Campaign.Trials.Count, results.Candidates.Count, results.Reports.Count));
        Assert.All(results.Candidates.Where(candidate => candidate.OnFrontier), candidate => Assert.Single(candidate.Measurements));
        Assert.Contains(results.Candidates, candidate => candidate.OnFrontier);
        var events = await coordinator.WatchToTheEnd(Completed);
        Assert.Equal(events.Select(shown => shown.Offset).Distinct().Order(), events.Select(shown => shown.Offset));

        var running = await coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = Running });
        Assert.Equal((Phase.Running, TrialState.Running), (running.State, running.Trials[0].State));
        Assert.Equal([Running, Completed], (await coordinator.Campaigns.ListAsync(new ListRequest())).Campaigns.Select(campaign => campaign.CampaignId));

        await coordinator.Campaigns.CancelAsync(new CancelRequest { CampaignId = Running });
        Assert.Equal(Phase.Cancelled, (await coordinator.Campaigns.GetAsync(new GetRequest { CampaignId = Running })).State);
    }

    public void Dispose() => _folder.Dispose();
}
