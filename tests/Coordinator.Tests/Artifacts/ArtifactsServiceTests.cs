using DeepIoT.Coordinator.Tests.Whole;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Artifacts;

public sealed class ArtifactsServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_upload_goes_on_where_the_broken_one_stopped_and_comes_back_whole()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        var artifact = Ref(bytes);
        using (var broken = coordinator.Artifacts.Upload())
        {
            await broken.RequestStream.WriteAsync(new UploadChunk { Artifact = artifact, Data = ByteString.CopyFrom(bytes, 0, 1_000_000) });
            await Eventually.Holds(() => Received(coordinator, artifact), received => received == 1_000_000, "the first million bytes");
        }

        // The broken call gives the file up when its cancellation arrives.
        var resumed = await Eventually.Holds(
            async () =>
            {
                try
                {
                    return await Upload(coordinator, artifact, new UploadChunk { Artifact = artifact, Offset = 1_000_000, Data = ByteString.CopyFrom(bytes, 1_000_000, 2_000_000) });
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
                {
                    return null;
                }
            },
            reply => reply is not null,
            "the rest");

        Assert.Equal(artifact, resumed!.Artifact);
        var path = Path.Combine(_folder.Path, "back");
        await new ArtifactClient(coordinator.Channel).DownloadAsync(artifact.Sha256, path, default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_nothing_is_left()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var artifact = Ref([1, 2, 3]);
        var before = Stored();

        var refused = await Assert.ThrowsAsync<RpcException>(
            () => Upload(coordinator, artifact, new UploadChunk { Artifact = artifact, Data = ByteString.CopyFrom(1, 2, 4) }));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(0, await Received(coordinator, artifact));
        Assert.Equal(before, Stored());

        // The coordinator's own reference model lies there from the start.
        string[] Stored() => [.. Directory.EnumerateFiles(Path.Combine(_folder.Path, "artifacts"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused_and_nothing_is_left()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var artifact = Ref([1, 2, 3]);

        var refused = await Assert.ThrowsAsync<RpcException>(
            () => Upload(coordinator, artifact, new UploadChunk { Artifact = artifact, Data = ByteString.CopyFrom(1, 2, 3, 4) }));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(0, await Received(coordinator, artifact));
    }

    [Theory]
    [InlineData("../../outside", 3, "sha256")]
    [InlineData("", 3, "sha256")]
    [InlineData("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", 2_000_000, "artifact.bytes")]
    public async Task A_name_that_is_no_hash_and_a_size_above_the_limit_are_refused(string sha256, long bytes, string field)
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path, options => options.MaxArtifactBytes = 1_000_000);
        var artifact = new ArtifactRef { Sha256 = sha256, Bytes = bytes };

        var refused = await Assert.ThrowsAsync<RpcException>(
            () => Upload(coordinator, artifact, new UploadChunk { Artifact = artifact, Data = ByteString.CopyFrom(1, 2, 3) }));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(field, Assert.Single(Problems.Parser.ParseFrom(refused.Trailers.GetValueBytes("deepiot-problems-bin")).Problems_).Field);
    }

    [Fact]
    public async Task A_corrupt_file_is_rejected_and_set_aside_and_can_be_uploaded_again()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        var artifact = await coordinator.Upload("hello");
        var path = Path.Combine(_folder.Path, "back");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "artifacts", artifact.Sha256[..2], artifact.Sha256), "jello");

        var corrupt = await Assert.ThrowsAsync<RpcException>(() => new ArtifactClient(coordinator.Channel).DownloadAsync(artifact.Sha256, path, default));

        Assert.Equal(StatusCode.DataLoss, corrupt.StatusCode);
        await coordinator.Upload("hello");
        await new ArtifactClient(coordinator.Channel).DownloadAsync(artifact.Sha256, path, default);
        Assert.Equal("hello", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task An_artifact_that_is_not_stored_is_not_found()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        using var download = coordinator.Artifacts.Download(new DownloadRequest { Sha256 = Example.Sha("nothing") });

        var missing = await Assert.ThrowsAsync<RpcException>(() => download.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
    }

    [SkippableFact]
    public async Task A_full_disk_is_said_and_nothing_of_the_upload_is_left()
    {
        using var small = SmallDisk.Mount(2 * 1024 * 1024);
        Skip.If(small is null, "mounting a tmpfs is not permitted here");
        await using var coordinator = await RunningCoordinator.Start(_folder.Path, options => options.ArtifactFolder = small!.Path);
        var free = small!.FreeBytes;
        var bytes = new byte[4_000_000];
        new Random(2).NextBytes(bytes);

        var full = await Assert.ThrowsAsync<RpcException>(
            () => new ArtifactClient(coordinator.Channel).UploadAsync(bytes, "large", default));

        Assert.Equal(StatusCode.ResourceExhausted, full.StatusCode);
        Assert.Equal(free, small.FreeBytes);
        Assert.False((await coordinator.Artifacts.StatAsync(new StatRequest { Sha256 = Ref(bytes).Sha256 })).Stored);
        await new ArtifactClient(coordinator.Channel).UploadAsync(bytes.AsMemory(0, 1_000_000), "small", default);
    }

    public void Dispose() => _folder.Dispose();

    private static ArtifactRef Ref(byte[] bytes) => new()
    {
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
        Bytes = bytes.Length,
        Name = "blob",
    };

    private static async Task<long> Received(RunningCoordinator coordinator, ArtifactRef artifact) =>
        (await coordinator.Artifacts.StatAsync(new StatRequest { Sha256 = artifact.Sha256 })).Received;

    private static async Task<UploadReply?> Upload(RunningCoordinator coordinator, ArtifactRef artifact, params UploadChunk[] chunks)
    {
        using var upload = coordinator.Artifacts.Upload();
        foreach (var chunk in chunks)
            await upload.RequestStream.WriteAsync(chunk);
        await upload.RequestStream.CompleteAsync();
        return await upload.ResponseAsync;
    }
}
