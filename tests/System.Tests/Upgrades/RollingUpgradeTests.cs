using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Upgrades;

/// <summary>Programs of an earlier build and of this one in one cluster, in the middle of a campaign.</summary>
public sealed class RollingUpgradeTests
{
    [SkippableFact]
    public async Task A_campaign_loses_nothing_while_trainers_and_coordinator_are_replaced_by_a_later_build()
    {
        var earlier = await EarlierBuild.MakeAsync();
        await using var cluster = new LocalCluster { Programs = earlier };
        using var campaign = new DigitsCampaign(cluster.Channel);
        try
        {
            var coordinator = cluster.StartCoordinator();
            var old = cluster.StartTrainer("old");
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 2, Epochs = 5, Iterations = 1500, Seed = 1 });
            await campaign.NextAsync(RunsOn("old"));

            // A later trainer with the earlier coordinator …
            cluster.Programs = "";
            cluster.StartTrainer("new");
            await campaign.NextAsync(RunsOn("new"));

            // … the later coordinator on the earlier one's journal, with a trainer of either build …
            Assert.Equal(0, await coordinator.TerminateAsync());
            cluster.StartCoordinator();
            await campaign.WatchAgainAsync();

            // … and the earlier trainer hands back what it runs.
            Assert.Equal(0, await old.TerminateAsync());
            await campaign.NextAsync(next => next.StateChanged == CampaignState.Completed);

            var results = await campaign.ResultsAsync();
            Assert.Equal(2, results.Campaign.Trials.Count);
            Assert.All(results.Campaign.Trials, trial => Assert.Equal(TrialState.Completed, trial.State));
            Assert.Equal(results.Candidates.Count, results.Candidates.Select(candidate => candidate.Model.Sha256).Distinct().Count());
            Assert.Contains(results.Candidates, candidate => candidate.OnFrontier);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    private static Func<CampaignEvent, bool> RunsOn(string trainer) => next =>
        next.TrialChanged is { State: TrialState.Running } trial && trial.Trainer == trainer;
}
