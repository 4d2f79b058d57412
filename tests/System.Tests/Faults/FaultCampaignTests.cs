using System.Diagnostics;
using System.Runtime.Versioning;
using DeepIoT.Tests.Postgres;
using Xunit.Abstractions;

namespace DeepIoT.SystemTests.Faults;

/// <summary>
/// Campaigns on a cluster of real processes to which faults happen at random, by a seed; docs/faults.md says how to make
/// it long. Afterwards nobody is asked what happened: journal, artifacts, boards' logs and what clients saw are compared.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class FaultCampaignTests(PostgresServer postgres, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    [SkippableFact]
    public async Task Whatever_is_killed_frozen_cut_off_restarted_or_full_nothing_is_lost_and_nothing_is_done_twice()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        var settings = FaultSettings.FromEnvironment();
        await FaultCluster.TestAsync(await postgres.NewDatabaseAsync(), settings, async (cluster, deadline) =>
        {
            var started = Stopwatch.GetTimestamp();
            var campaigns = Enumerable.Range(0, settings.Campaigns).Select(_ => new ObservedCampaign(cluster.Channel)).ToArray();
            var running = Task.WhenAll(campaigns.Select((campaign, index) => campaign.RunAsync(settings.Trials, (ulong)index + 1, deadline)));
            var faults = await HarmAsync(cluster, settings, campaigns, running, deadline);
            await running;
            output.WriteLine($"seed {settings.Seed}: {campaigns.Length} campaigns in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {cluster.Nodes.Sum(node => node.Restarts)} restarts, {campaigns.Sum(campaign => campaign.Reconnects)} watches gone on with; {new FaultFigures(faults, campaigns)}");
            var undisturbed = new ObservedCampaign(cluster.Channel);
            await undisturbed.RunAsync(settings.Trials, 1, deadline);

            Assert.Empty(await cluster.ProblemsAsync([.. campaigns, undisturbed]));
            Assert.Empty(FaultChecks.Same(undisturbed.Results, campaigns[0].Results));
        });
    }

    // Begins once the first campaign is taken; ends with the last fault, or with the campaigns.
    private async Task<IReadOnlyList<(Fault, DateTimeOffset)>> HarmAsync(
        FaultCluster cluster, FaultSettings settings, ObservedCampaign[] campaigns, Task running, CancellationToken deadline)
    {
        using var looking = new PeriodicTimer(TimeSpan.FromSeconds(0.2));
        while (campaigns.All(campaign => campaign.Id == "") && !running.IsCompleted)
            await looking.WaitForNextTickAsync(deadline);
        var lasting = new List<Task>();
        var done = new List<(Fault, DateTimeOffset)>();
        foreach (var fault in Fault.Plan(settings, [.. cluster.Nodes.Select(node => node.Name)]))
        {
            if (await Task.WhenAny(running, Task.Delay(fault.Pause, deadline)) == running)
                break;
            done.Add((fault, DateTimeOffset.UtcNow));
            output.WriteLine($"{done[^1].Item2:HH:mm:ss} {fault}");
            lasting.Add(fault.Kind switch
            {
                FaultKind.RestartDatabase => postgres.RestartAsync(),
                FaultKind.FillDisk => cluster.Disk.FillAsync(fault.Length),
                _ => cluster.Nodes.First(node => node.Name == fault.Target).SufferAsync(fault),
            });
        }

        await Task.WhenAll(lasting);
        return done;
    }
}
