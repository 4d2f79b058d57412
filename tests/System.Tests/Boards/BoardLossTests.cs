using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards;

/// <summary>The three roles of `deepiot` as real processes, and a board that is killed between its jobs.</summary>
public sealed class BoardLossTests
{
    [Fact]
    public async Task A_campaign_is_measured_completely_although_its_board_is_killed_and_starts_again()
    {
        await using var cluster = new LocalCluster();
        using var campaign = new DigitsCampaign(cluster.Channel);
        try
        {
            cluster.StartRole("coordinator");
            cluster.StartRole("trainer");
            var board = cluster.StartRole("profiler");
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 2, Epochs = 2, Iterations = 100, Seed = 1 });
            await campaign.NextAsync(next => next.MeasurementAdded is not null);

            await board.KillAsync();
            cluster.StartRole("profiler");
            await campaign.NextAsync(next => next.MeasurementAdded is not null);
            await campaign.NextAsync(next => next is { HasStateChanged: true, StateChanged: CampaignState.Completed });

            var results = await campaign.ResultsAsync();
            Assert.NotEmpty(results.Baseline.Measurements);
            // Of each trial at least what it ended with; a worse one of the same structure is not worth a board's time.
            Assert.Equal(2, results.Candidates.Where(candidate => candidate.Measurements.Count > 0).DistinctBy(candidate => candidate.TrialId).Count());
            Assert.All(results.Candidates, candidate => Assert.Empty(candidate.Unmeasurable));
            Assert.Contains(results.Candidates, candidate => candidate.OnFrontier);
            Assert.All(results.Candidates.Where(candidate => candidate.OnFrontier), candidate => Assert.NotEmpty(candidate.Measurements));
            Assert.NotEmpty(results.Reports);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }
}
