using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Trainers;

/// <summary>Real processes, killed or asked to leave in the middle of a trial.</summary>
public sealed class TrainerLossTests
{
    [Fact]
    public async Task A_trial_goes_on_from_its_checkpoint_when_its_trainer_is_killed_or_leaves()
    {
        await using var cluster = new LocalCluster();
        using var campaign = new DigitsCampaign(cluster.Channel);
        try
        {
            cluster.StartCoordinator();
            var first = cluster.StartTrainer("first");
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 10, Iterations = 2000, Seed = 1 });
            await campaign.NextAsync(RunsOn("first", attempt: 1));
            await campaign.NextAsync(Progressed(beyond: 0));

            await first.KillAsync();
            var second = cluster.StartTrainer("second");
            await campaign.NextAsync(RunsOn("second", attempt: 2));
            await campaign.NextAsync(Progressed(beyond: 0.3));

            Assert.Equal(0, await second.TerminateAsync());
            cluster.StartTrainer("third");
            await campaign.NextAsync(RunsOn("third", attempt: 3));
            // Going through the baseline again comes first; the first real step is where the last attempt was.
            var after = await campaign.NextAsync(Progressed(beyond: 0.1));
            Assert.InRange(after.Progress.Progress.Fraction, 0.25, 1);

            await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Completed);
            Assert.NotEmpty((await campaign.ResultsAsync()).Candidates);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    [Fact]
    public async Task A_trial_goes_on_without_a_break_when_the_coordinator_is_killed_and_starts_again()
    {
        await using var cluster = new LocalCluster();
        using var campaign = new DigitsCampaign(cluster.Channel);
        try
        {
            var coordinator = cluster.StartCoordinator();
            cluster.StartTrainer("only");
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 10, Iterations = 2000, Seed = 1 });
            await campaign.NextAsync(RunsOn("only", attempt: 1));

            await coordinator.KillAsync();
            cluster.StartCoordinator();
            await campaign.WatchAgainAsync();

            var completed = await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Completed);
            Assert.Equal(1, completed.TrialChanged.Attempt);
            Assert.NotEmpty((await campaign.ResultsAsync()).Candidates);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    private static Func<CampaignEvent, bool> RunsOn(string trainer, int attempt) => next =>
        next.TrialChanged is { State: TrialState.Running } trial && trial.Trainer == trainer && trial.Attempt == attempt;

    private static Func<CampaignEvent, bool> Progressed(double beyond) => next => next.Progress?.Progress.Fraction > beyond;
}
