using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Trainers;

/// <summary>Real processes, one of which is asked to take no more trials.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_drained_trainer_hands_its_trial_back_and_takes_another_once_it_is_resumed()
    {
        await using var cluster = new LocalCluster();
        using var campaign = new DigitsCampaign(cluster.Channel);
        var trainers = new Protocol.V1.Trainers.TrainersClient(cluster.Channel);
        try
        {
            cluster.StartCoordinator();
            cluster.StartTrainer("first");
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 10, Iterations = 2000, Seed = 1 });
            await campaign.NextAsync(next => next.Progress?.Progress.Fraction > 0.1);

            var drained = await trainers.DrainAsync(new DrainTrainerRequest { Name = "first" });

            Assert.True(Assert.Single(drained.Trainers).Draining);
            var queued = await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Queued);
            Assert.Equal(2, queued.TrialChanged.Attempt);

            var resumed = await trainers.ResumeAsync(new ResumeTrainerRequest { Name = "first" });

            Assert.False(Assert.Single(resumed.Trainers).Draining);
            var running = await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Running);
            Assert.Equal(("first", 2), (running.TrialChanged.Trainer, running.TrialChanged.Attempt));
            await campaign.CancelAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }
}
