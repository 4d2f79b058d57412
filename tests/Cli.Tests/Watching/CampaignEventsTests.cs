using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Cli.Watching;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Watching;

public sealed class CampaignEventsTests
{
    [Fact]
    public async Task After_a_lost_connection_watching_resumes_from_the_last_stored_event()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Campaigns.Streams.Enqueue([Made.Event(1, CampaignState.Running), Made.Event(2, Made.Trial("t1")), Made.Progress(2, "t1", 0.5)]);
        coordinator.Campaigns.Streams.Enqueue([]);
        coordinator.Campaigns.Streams.Enqueue([Made.Event(3, CampaignState.Completed)]);
        using var connection = new CoordinatorConnection(coordinator.Address);
        var troubles = new List<string>();

        var seen = new List<CampaignEvent>();
        await foreach (var happened in new CampaignEvents(connection.Campaigns, new InstantTime(), troubles.Add).ReadAsync("c1", default))
            seen.Add(happened);

        Assert.Equal([1, 2, 2, 3], seen.Select(e => e.Offset));
        Assert.Equal([0, 2, 2], coordinator.Campaigns.OffsetsAskedFor);
        Assert.Equal(2, troubles.Count);
    }

    [Fact]
    public async Task A_coordinator_that_stays_away_is_given_up_after_minutes_not_at_once()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Campaigns.Streams.Enqueue([Made.Event(1, CampaignState.Running)]);
        for (var i = 0; i < 100; i++)
            coordinator.Campaigns.Streams.Enqueue([]);
        using var connection = new CoordinatorConnection(coordinator.Address);
        var time = new InstantTime();
        var start = time.GetUtcNow();

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in new CampaignEvents(connection.Campaigns, time, _ => { }).ReadAsync("c1", default))
            {
            }
        });

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.True(time.GetUtcNow() - start > TimeSpan.FromMinutes(5));
    }
}
