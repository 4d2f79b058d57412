using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Steering;

/// <summary>Coordinator, trainer and board as real processes, and a target in time.</summary>
public sealed class LatencyTargetTests
{
    [Fact]
    public async Task A_campaign_with_a_latency_target_learns_the_board_plans_by_it_and_is_corrected_by_a_probe()
    {
        await using var cluster = new LocalCluster();
        using var campaign = new DigitsCampaign(cluster.Channel);
        try
        {
            cluster.StartCoordinator("--CharacterisedNetworks", "26", "--MeasuringLimit", "00:00:00.5");
            cluster.StartTrainer("only");
            cluster.StartRole("profiler");
            await campaign.SubmitAsync(
                new SearchSpec { Method = "taylor", Trials = 1, Epochs = 20, Iterations = 4000, Seed = 1 },
                new Target { Kind = TargetKind.Latency, BoardClass = LocalCluster.BoardClass, Share = 0.9 });

            await campaign.NextAsync(next => next is { HasStateChanged: true, StateChanged: CampaignState.Characterising });
            var learned = await campaign.NextAsync(next => next.Note.Contains("learned", StringComparison.Ordinal));
            Assert.StartsWith($"latency on {LocalCluster.BoardClass} learned: ", learned.Note, StringComparison.Ordinal);
            await campaign.NextAsync(next => next.Note.StartsWith("t1: measured ", StringComparison.Ordinal));
            await campaign.NextAsync(next => next is { HasStateChanged: true, StateChanged: CampaignState.Completed });

            var results = await campaign.ResultsAsync();
            var model = Assert.Single(results.TimeModels);
            Assert.InRange(model.Networks, 20, 26);
            Assert.NotEmpty(model.Rules);
            var trial = Assert.Single(results.Campaign.Trials);
            var term = Assert.Single(trial.Settings.Budget);
            Assert.Equal(("latency", LocalCluster.BoardClass, model.File), (term.Cost, term.BoardClass, term.TimeModel));
            Assert.True(trial.HasCorrection && trial.Correction > 0);
            Assert.InRange(trial.AimShare, model.SmallestShare, 1);
            Assert.NotEmpty(results.Candidates);
            Assert.All(results.Candidates, candidate => Assert.Equal(LocalCluster.BoardClass, Assert.Single(candidate.Predicted).BoardClass));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }
}
