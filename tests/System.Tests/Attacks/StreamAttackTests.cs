using System.Diagnostics;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Xunit.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Very many streams that do nothing.</summary>
[Collection(AttackedCoordinator.Collection)]
public sealed class StreamAttackTests(AttackedCoordinator coordinator, ITestOutputHelper output)
{
    // Calls that are being opened at a time, so that the client does not measure its own queues.
    private const int AtOnce = 200;

    [Fact]
    public async Task As_many_idle_streams_as_the_limit_allows_are_held_one_more_is_refused_and_nobody_else_notices()
    {
        using var owner = coordinator.Channel(await coordinator.TokenAsync("ida", TokenRole.Submitter));
        using var idler = coordinator.Channel(await coordinator.TokenAsync("idler", TokenRole.Viewer));
        var id = await WaitingCampaignAsync(owner);
        var began = Stopwatch.GetTimestamp();
        var streams = new List<AsyncServerStreamingCall<CampaignEvent>>();
        try
        {
            while (streams.Count < AttackedCoordinator.Streams)
            {
                var opened = Enumerable.Range(0, AtOnce).Select(_ => Watch(idler, id)).ToArray();
                streams.AddRange(opened);
                // Each shows its first event: it is open, and the campaign, which has no trainer, tells it nothing more.
                await Task.WhenAll(opened.Select(stream => stream.ResponseStream.MoveNext(default)));
            }

            using var oneMore = Watch(idler, id);
            var refused = await Assert.ThrowsAsync<RpcException>(() => oneMore.ResponseStream.MoveNext(default));
            Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
            Assert.Contains($"idler has {AttackedCoordinator.Streams} calls open", refused.Status.Detail, StringComparison.Ordinal);
            output.WriteLine($"{streams.Count} idle streams of one caller after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
            await coordinator.RefusedAsync(entry => entry is { Who: "idler", What: "Campaigns/Watch", Outcome: "RESOURCE_EXHAUSTED" });
            await coordinator.UnharmedAsync();
        }
        finally
        {
            foreach (var stream in streams)
                stream.Dispose();
            await new Campaigns.CampaignsClient(owner).CancelAsync(new CancelRequest { CampaignId = id });
        }

        await coordinator.UnharmedAsync();
    }

    private static AsyncServerStreamingCall<CampaignEvent> Watch(Grpc.Net.Client.GrpcChannel channel, string id) =>
        new Campaigns.CampaignsClient(channel).Watch(new WatchRequest { CampaignId = id });

    private static async Task<string> WaitingCampaignAsync(Grpc.Net.Client.GrpcChannel channel)
    {
        var artifact = await new ArtifactClient(channel).UploadAsync("idle"u8.ToArray(), "idle", default);
        return (await new Campaigns.CampaignsClient(channel).SubmitAsync(WaitingCampaign.Of(artifact, "idle"))).CampaignId;
    }
}
