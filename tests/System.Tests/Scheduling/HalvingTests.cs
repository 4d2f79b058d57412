using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Scheduling;

/// <summary>Successive halving with real processes, one of them killed between rungs.</summary>
public sealed class HalvingTests
{
    [Fact]
    public async Task A_halved_campaign_has_the_same_frontier_whether_or_not_its_trainer_is_killed()
    {
        await using var cluster = new LocalCluster();
        try
        {
            cluster.StartCoordinator();
            var trainer = cluster.StartTrainer("first");
            var undisturbed = await FrontierAsync(cluster, _ => Task.CompletedTask);
            var disturbed = await FrontierAsync(cluster, async campaign =>
            {
                await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Waiting);
                await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Running);
                await trainer.KillAsync();
                cluster.StartTrainer("second");
            });

            Assert.NotEmpty(undisturbed);
            Assert.Equal(undisturbed, disturbed);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    private static async Task<string[]> FrontierAsync(LocalCluster cluster, Func<DigitsCampaign, Task> disturb)
    {
        using var campaign = new DigitsCampaign(cluster.Channel);
        await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 2, Epochs = 2, Iterations = 150, Seed = 1, Scheduler = "halving" });
        await disturb(campaign);
        await campaign.NextAsync(next => next.StateChanged == CampaignState.Completed);

        var results = await campaign.ResultsAsync();
        Assert.Equal([TrialState.Completed, TrialState.Stopped], results.Campaign.Trials.Select(trial => trial.State).Order());
        return [.. results.Candidates.Where(candidate => candidate.OnFrontier).Select(candidate => $"{candidate.TrialId} {candidate.Rung} {candidate.Model.Sha256}").Order()];
    }
}
