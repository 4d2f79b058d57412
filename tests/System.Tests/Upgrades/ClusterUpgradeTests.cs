using System.Runtime.Versioning;
using DeepIoT.SystemTests.Faults;
using DeepIoT.Tests.Postgres;

namespace DeepIoT.SystemTests.Upgrades;

/// <summary>Three coordinators on one database, and trainers, replaced one by one by those of a later build.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClusterUpgradeTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [SkippableFact]
    public async Task Campaigns_lose_nothing_while_all_coordinators_and_trainers_are_replaced_by_a_later_build()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        var earlier = await EarlierBuild.MakeAsync();
        var settings = FaultSettings.FromEnvironment();
        await FaultCluster.TestAsync(await postgres.NewDatabaseAsync(), settings, async (cluster, deadline) =>
        {
            ObservedCampaign[] campaigns = [new(cluster.Channel), new(cluster.Channel)];
            var running = Task.WhenAll(campaigns.Select((campaign, index) => campaign.RunAsync(trials: 2, (ulong)index + 1, deadline)));
            foreach (var campaign in campaigns)
                await campaign.TakenAsync(deadline);

            cluster.Programs = "";
            foreach (var node in cluster.Nodes.Except(cluster.Boards))
                await node.ReplaceAsync(deadline);
            Assert.False(running.IsCompleted, "the campaigns were over before the last program was replaced");
            await running;

            Assert.Empty(await cluster.ProblemsAsync(campaigns));
        }, earlier);
    }
}
