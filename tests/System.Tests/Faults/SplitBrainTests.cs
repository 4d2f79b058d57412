using System.Runtime.Versioning;
using DeepIoT.Tests.Postgres;

namespace DeepIoT.SystemTests.Faults;

/// <summary>One coordinator of three in a network of its own, long enough for both sides to decide.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SplitBrainTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [SkippableFact]
    public async Task The_majority_goes_on_and_who_is_alone_leaves_and_comes_back()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        var settings = FaultSettings.FromEnvironment();
        await FaultCluster.TestAsync(await postgres.NewDatabaseAsync(), settings, async (cluster, deadline) =>
        {
            var campaign = new ObservedCampaign(cluster.Channel);
            var running = campaign.RunAsync(trials: 2, seed: 1, deadline);
            await campaign.TakenAsync(deadline);
            var alone = cluster.Nodes[0];

            alone.Tie(false);
            await alone.RestartedAsync(before: 0, deadline);
            var late = new ObservedCampaign(cluster.Channel);
            var another = late.RunAsync(trials: 1, seed: 2, deadline);
            await late.TakenAsync(deadline);
            Assert.All(cluster.Nodes.Except([alone]), node => Assert.Equal(0, node.Restarts));

            alone.Tie(true);
            await alone.ReadyAsync();
            await Task.WhenAll(running, another);

            Assert.Empty(await cluster.ProblemsAsync(campaign, late));
        });
    }
}
