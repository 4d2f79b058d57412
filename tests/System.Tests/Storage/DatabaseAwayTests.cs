using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Attacks;
using DeepIoT.SystemTests.Processes;
using DeepIoT.Tests.Postgres;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Storage;

/// <summary>A coordinator whose database goes away and comes back.</summary>
public sealed class DatabaseAwayTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Campaigns that were stopped by it are asked for every five seconds.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(8);

    [SkippableFact]
    public async Task A_database_that_is_away_refuses_what_it_cannot_keep_and_its_coordinator_says_so_in_plain_lines_until_it_is_back()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        await using var cluster = new LocalCluster();
        var coordinator = cluster.StartCoordinator(
            "--Database", await postgres.NewDatabaseAsync(), "--ArtifactFolder", Path.Combine(cluster.Folder, "artifacts"));
        var artifact = await new ArtifactClient(cluster.Channel, TransferRetry.Endless).UploadAsync(new byte[] { 1 }, "model", default);
        var campaigns = new Campaigns.CampaignsClient(cluster.Channel);
        var kept = await SubmitAsync("kept");

        await postgres.StopAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync("refused"));
        await Task.Delay(Absence);
        await postgres.StartAsync();

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        var after = await UntilItAnswersAsync(() => SubmitAsync("after"));
        var list = await UntilItAnswersAsync(() => campaigns.ListAsync(new ListRequest(), deadline: Soon).ResponseAsync);
        Assert.Equal([after.CampaignId, kept.CampaignId], list.Campaigns.Select(campaign => campaign.CampaignId));
        Assert.Contains("The journal ", coordinator.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", coordinator.Output, StringComparison.Ordinal);

        Task<SubmitReply> SubmitAsync(string id) => campaigns.SubmitAsync(WaitingCampaign.Of(artifact, id), deadline: Soon).ResponseAsync;
    }

    private static DateTime Soon => DateTime.UtcNow + Patience;

    private static async Task<T> UntilItAnswersAsync<T>(Func<Task<T>> ask)
    {
        var deadline = Soon;
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (RpcException refusal) when (DateTime.UtcNow < deadline && refusal.StatusCode is StatusCode.Unavailable)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5));
            }
        }
    }
}
