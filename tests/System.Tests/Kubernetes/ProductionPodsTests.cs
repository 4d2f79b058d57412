using System.Runtime.Versioning;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>
/// Three coordinators over PostgreSQL and a store, and a trainer, from the built manifests, as in <see cref="PodsTests"/>.
/// Coordinators and trainer are ready when they have joined, and not before, or none of the tests begins.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProductionPodsTests(ProductionPods pods) : IClassFixture<ProductionPods>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task What_is_uploaded_over_one_coordinator_lies_in_the_store_and_comes_from_another()
    {
        await pods.StartedAsync();
        using var first = pods.ChannelTo(pods.Coordinators[0]);
        using var last = pods.ChannelTo(pods.Coordinators[^1]);
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);

        var artifact = await new ArtifactClient(first).UploadAsync(bytes, "blob", default);

        Assert.True(pods.Storage.Has(artifact.Sha256));
        var path = Path.GetTempFileName();
        await new ArtifactClient(last).DownloadAsync(artifact.Sha256, path, default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        File.Delete(path);
    }

    [SkippableFact]
    public async Task Every_coordinator_serves_the_page_at_the_port_of_its_service()
    {
        await pods.StartedAsync();

        foreach (var coordinator in pods.Coordinators)
            Assert.Contains("type=\"password\"", await pods.VisitAsync(coordinator, "/login"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task One_coordinator_at_a_time_tells_the_metric_that_trainers_are_scaled_by()
    {
        await pods.StartedAsync();
        using var deadline = new CancellationTokenSource(Patience);
        string[] telling;
        do
        {
            await Task.Delay(200, deadline.Token);
            var lines = await Task.WhenAll(pods.Coordinators.Select(ProductionPods.MetricsAsync));
            telling = [.. lines.SelectMany(all => all.Where(line => line.StartsWith(pods.ScalingMetric + "{", StringComparison.Ordinal)))];
        }
        while (telling.Length == 0);

        // Trials that wait for a slot, and trials that have one.
        Assert.Equal(2, telling.Length);
    }

    [SkippableFact]
    public async Task What_a_campaign_has_found_is_known_to_a_coordinator_that_takes_the_place_of_another_with_an_empty_volume()
    {
        await pods.StartedAsync();
        using var channel = pods.ChannelTo(pods.Coordinators[0]);
        using var campaign = new DigitsCampaign(channel);
        try
        {
            await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 1, Iterations = 60, Seed = 1 });
            var running = await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Running);
            Assert.Equal(pods.Trainer.Name, running.TrialChanged.Trainer);
            await campaign.NextAsync(next => next.TrialChanged?.State == TrialState.Completed);

            await pods.ReplaceAsync(pods.Coordinators[1]);

            using var replaced = pods.ChannelTo(pods.Coordinators[1]);
            var results = await new Campaigns.CampaignsClient(replaced).ResultsAsync(new ResultsRequest { CampaignId = campaign.Id });
            Assert.True(pods.Storage.Has(results.Candidates[0].Model.Sha256));
            await campaign.CancelAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{pods.Output}", e);
        }
    }
}
