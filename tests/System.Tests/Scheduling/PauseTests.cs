using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Scheduling;

/// <summary>Real processes and the user's own commands, with the coordinator killed in between.</summary>
public sealed class PauseTests
{
    [Fact]
    public async Task A_campaign_is_paused_resumed_and_extended_whatever_becomes_of_the_coordinator()
    {
        await using var cluster = new LocalCluster();
        using var campaign = new DigitsCampaign(cluster.Channel);
        try
        {
            var coordinator = cluster.StartCoordinator();
            cluster.StartTrainer("only");
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 3, Iterations = 800, Seed = 1 });
            await campaign.NextAsync(next => Runs(next, "t1", attempt: 1));
            await campaign.NextAsync(next => next.Progress?.Progress.Fraction > 0.15);

            Assert.Equal((0, $"Campaign {campaign.Id} is paused."), await cluster.RunAsync("pause", campaign.Id));
            var handedBack = await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Queued && next.TrialChanged.Attempt == 2);
            Assert.Equal("the campaign is paused", handedBack.TrialChanged.Reason);

            await coordinator.KillAsync();
            coordinator = cluster.StartCoordinator();
            await campaign.WatchAgainAsync();
            Assert.Equal(CampaignState.Paused, (await campaign.GetAsync()).State);
            await TrainersAreIdleAsync(cluster);

            Assert.Equal((0, $"Campaign {campaign.Id} is running."), await cluster.RunAsync("resume", campaign.Id));
            await campaign.NextAsync(next => Runs(next, "t1", attempt: 2));
            // The baseline is gone through again; the first real step is where the checkpoint was.
            var after = await campaign.NextAsync(next => next.Progress?.Progress.Fraction > 0.06);
            Assert.InRange(after.Progress.Progress.Fraction, 0.14, 1);
            await campaign.NextAsync(next => next.StateChanged == CampaignState.Completed);
            var first = (await campaign.ResultsAsync()).Candidates.Select(candidate => candidate.Model.Sha256).ToHashSet();

            Assert.Equal((0, $"Campaign {campaign.Id} has 2 trials now and is running."), await cluster.RunAsync("extend", campaign.Id, "--trials", "1"));
            await coordinator.KillAsync();
            cluster.StartCoordinator();
            await campaign.WatchAgainAsync();
            await campaign.NextAsync(next => Runs(next, "t2", attempt: 1));
            await campaign.NextAsync(next => next.StateChanged == CampaignState.Completed);

            var results = await campaign.ResultsAsync();
            Assert.Superset(first, results.Candidates.Select(candidate => candidate.Model.Sha256).ToHashSet());
            Assert.Contains(results.Candidates, candidate => candidate.TrialId == "t2");
            Assert.Equal([1ul, 2ul], results.Campaign.Trials.Select(trial => trial.Settings.Seed));
            Assert.NotEmpty(results.Reports);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    private static bool Runs(CampaignEvent next, string trial, int attempt) =>
        next.TrialChanged is { State: TrialState.Running } changed && changed.TrialId == trial && changed.Attempt == attempt;

    private static async Task TrainersAreIdleAsync(LocalCluster cluster)
    {
        var trainers = new Protocol.V1.Trainers.TrainersClient(cluster.Channel);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        ListTrainersReply listed;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
            listed = await trainers.ListAsync(new ListTrainersRequest(), cancellationToken: patience.Token);
        }
        while (listed.Trainers.Count == 0);
        Assert.All(listed.Trainers, trainer => Assert.Empty(trainer.Running));
    }
}
