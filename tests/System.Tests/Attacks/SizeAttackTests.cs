using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Too much, and too slowly.</summary>
[Collection(AttackedCoordinator.Collection)]
public sealed class SizeAttackTests(AttackedCoordinator coordinator)
{
    private readonly Protocol.V1.Artifacts.ArtifactsClient _artifacts = new(coordinator.Admin);

    [Fact]
    public async Task A_message_above_the_limit_is_refused()
    {
        var huge = new GetRequest { CampaignId = new string('c', 5 * 1024 * 1024) };

        var refused = await Outcome.OfAsync(coordinator.Admin, async channel => await new Campaigns.CampaignsClient(channel).GetAsync(huge));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        await coordinator.RefusedAsync(entry => entry is { What: "Campaigns/Get", Outcome: "RESOURCE_EXHAUSTED" });
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task An_artifact_above_the_limit_is_refused_before_its_bytes_and_so_is_more_than_was_announced()
    {
        var huge = new ArtifactRef { Sha256 = Hash(1), Bytes = AttackedCoordinator.MostArtifactBytes + 1 };
        var small = new ArtifactRef { Sha256 = Hash(2), Bytes = 10 };

        Assert.Equal(StatusCode.InvalidArgument, (await UploadAsync(huge, new byte[1])).StatusCode);
        var more = await UploadAsync(small, new byte[1000]);

        Assert.Equal(StatusCode.InvalidArgument, more.StatusCode);
        Assert.Contains("more than the 10 bytes announced", more.Detail, StringComparison.Ordinal);
        Assert.Equal(0, (await _artifacts.StatAsync(new StatRequest { Sha256 = small.Sha256 })).Received);
        await coordinator.RefusedAsync(entry => entry is { What: "Artifacts/Upload", Outcome: "INVALID_ARGUMENT" } && entry.On == huge.Sha256);
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task An_upload_that_drips_is_ended()
    {
        var artifact = new ArtifactRef { Sha256 = Hash(3), Bytes = 100_000 };
        using var upload = _artifacts.Upload();
        await upload.RequestStream.WriteAsync(new UploadChunk { Artifact = artifact });

        try
        {
            for (var offset = 0; offset < artifact.Bytes; offset++)
            {
                await upload.RequestStream.WriteAsync(new UploadChunk { Offset = offset, Data = ByteString.CopyFrom(1) });
                await Task.Delay(100);
            }
        }
        catch (RpcException)
        {
            // It was ended; why, says the answer.
        }

        var ended = await Assert.ThrowsAsync<RpcException>(async () => await upload);
        Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
        Assert.Contains("bytes a second", ended.Status.Detail, StringComparison.Ordinal);
        await coordinator.RefusedAsync(entry => entry is { What: "Artifacts/Upload", Outcome: "DEADLINE_EXCEEDED" } && entry.On == artifact.Sha256);
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task A_question_that_drips_is_ended()
    {
        using var client = coordinator.RawClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/deepiot.v1.Campaigns/Get") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new DrippingContent() };

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("4", response.Headers.GetValues("grpc-status").Single());
        await coordinator.RefusedAsync(entry => entry is { What: "Campaigns/Get", Outcome: "DEADLINE_EXCEEDED" });
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task A_stream_that_never_says_anything_is_ended()
    {
        using var upload = _artifacts.Upload();
        using var attach = new Protocol.V1.Boards.BoardsClient(coordinator.Admin).Attach();

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(async () => await upload)).StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => attach.ResponseStream.MoveNext(default))).StatusCode);
        await coordinator.RefusedAsync(entry => entry is { What: "Boards/Attach", Outcome: "DEADLINE_EXCEEDED" });
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task Headers_without_an_end_are_refused()
    {
        using var client = coordinator.RawClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/deepiot.v1.Campaigns/Get") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        for (var i = 0; i < 1000; i++)
            request.Headers.Add($"x-{i}", new string('x', 100));

        try
        {
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
        }
        catch (HttpRequestException)
        {
            // Or the connection is gone.
        }

        await coordinator.UnharmedAsync();
    }

    private async Task<Status> UploadAsync(ArtifactRef artifact, byte[] data)
    {
        using var upload = _artifacts.Upload();
        try
        {
            await upload.RequestStream.WriteAsync(new UploadChunk { Artifact = artifact, Data = ByteString.CopyFrom(data) });
            await upload.RequestStream.CompleteAsync();
            await upload;
            return Status.DefaultSuccess;
        }
        catch (RpcException)
        {
            return upload.GetStatus();
        }
    }

    private static string Hash(int number) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"never sent {number}")));

    /// <summary>The beginning of a message, a byte at a time, without an end.</summary>
    private sealed class DrippingContent : HttpContent
    {
        public DrippingContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            try
            {
                // Not compressed, and of 1 000 bytes.
                await stream.WriteAsync(new byte[] { 0, 0, 0, 3, 232 });
                for (; ; )
                {
                    await stream.WriteAsync(new byte[1]);
                    await stream.FlushAsync();
                    await Task.Delay(100);
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException or OperationCanceledException)
            {
                // The other side has had enough.
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
