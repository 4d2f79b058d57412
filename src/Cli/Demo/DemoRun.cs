using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Results;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Submitting;
using DeepIoT.Cli.Watching;
using DeepIoT.Compression.Trials;
using DeepIoT.Coordinator;
using DeepIoT.DeviceProfiler;
using DeepIoT.TrainerNode;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Cli.Demo;

/// <summary>One campaign from file to report on a cluster of this process, which is gone afterwards.</summary>
/// <param name="folder">Where the models and reports are left.</param>
public sealed class DemoRun(Terminal terminal, TimeProvider time, string folder, Action<ILoggingBuilder> logging)
{
    /// <summary>A handful of candidates is to be measured within a minute, on a machine that may be a noisy one.</summary>
    private static readonly TimeSpan MeasuringLimit = TimeSpan.FromSeconds(8);

    private const double MeasuringInterval = 0.05;

    /// <returns>The results, with the path of each fetched model, and the paths of the reports.</returns>
    public async Task<(CampaignResults Results, IReadOnlyList<string> Reports)> RunAsync(string campaignFile, CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("deepiot-demo-");
        try
        {
            return await RunAsync(campaignFile, data.FullName, cancellation);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private async Task<(CampaignResults, IReadOnlyList<string>)> RunAsync(string campaignFile, string data, CancellationToken cancellation)
    {
        var submission = new CampaignSubmission(new TrialFactory(time), terminal.Error.WriteLine);
        var file = submission.Prepare(campaignFile, cancellation);
        await using var cluster = await LocalCluster.StartAsync(
            new CoordinatorOptions
            {
                Listen = new Uri("http://127.0.0.1:0"),
                Page = new Uri("http://127.0.0.1:0"),
                ClusterPort = LocalCluster.FreePort(),
                DataFolder = Path.Combine(data, "coordinator"),
                MeasuringLimit = MeasuringLimit,
                MeasuringInterval = MeasuringInterval,
            },
            new TrainerOptions { CacheFolder = Path.Combine(data, "trainer") },
            new ProfilerOptions { CacheFolder = Path.Combine(data, "board") },
            logging,
            cancellation);
        terminal.Error.WriteLine($"The live page is {cluster.Page} until the demo ends.");
        using var connection = new CoordinatorConnection(cluster.Address);
        return await RunAsync(connection, submission, file, cancellation);
    }

    private async Task<(CampaignResults, IReadOnlyList<string>)> RunAsync(
        CoordinatorConnection connection, CampaignSubmission submission, CampaignFile file, CancellationToken cancellation)
    {
        var reply = await submission.SubmitAsync(connection, file, cancellation);
        var watcher = new CampaignWatcher(terminal, time);
        var results = await watcher.FollowToResultsAsync(connection, reply.CampaignId, cancellation);
        var download = new ResultsDownload(connection.Artifacts, folder);
        var found = CampaignResults.From(results, withOthers: false);
        await download.FetchAsync(results, found.Frontier, cancellation);
        var baseline = download.PathOf(found.Name, found.Baseline!);
        await connection.Artifacts.DownloadAsync(found.Baseline!.Sha256, baseline, cancellation);
        return (
            found with
            {
                Baseline = found.Baseline with { Model = baseline },
                Frontier = [.. found.Frontier.Select(c => c with { Model = download.PathOf(found.Name, c) })],
            },
            [.. results.Reports.Select(download.PathOf)]);
    }
}
