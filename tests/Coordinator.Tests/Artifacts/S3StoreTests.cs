using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Tests.Whole;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Artifacts;

/// <summary>Real coordinators before a real S3-compatible server, over sockets.</summary>
public sealed class S3StoreTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private S3Server? _server;
    private StoreProxy? _proxy;

    public async Task InitializeAsync()
    {
        _server = await S3Server.Start();
        if (_server is not null)
            _proxy = await StoreProxy.Start(_server.Address);
    }

    [SkippableFact]
    public async Task An_artifact_goes_to_the_store_and_comes_back_whole_or_from_where_it_stopped()
    {
        Skip.If(_server is null, S3Server.Missing);
        await using var coordinator = await Start("one");
        var bytes = Bytes(3_000_000);

        var artifact = await new ArtifactClient(coordinator.Channel).UploadAsync(bytes, "blob", default);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_server.FileOf($"lab/{artifact.Sha256}")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "one", "partial")));
        var path = Path.Combine(_folder.Path, "back");
        await new ArtifactClient(coordinator.Channel).DownloadAsync(artifact.Sha256, path, default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        Assert.Equal(bytes[2_900_001..], await Download(coordinator, artifact.Sha256, 2_900_001));
        Assert.Empty(await Download(coordinator, artifact.Sha256, bytes.Length));
    }

    [SkippableFact]
    public async Task A_store_that_refuses_writes_is_tried_again_and_nothing_is_acknowledged_before_it_has_the_artifact()
    {
        Skip.If(_server is null, S3Server.Missing);
        await using var coordinator = await Start("one");
        var bytes = Bytes(1_000_000);
        _proxy!.RefusesWrites = true;

        var upload = new ArtifactClient(coordinator.Channel).UploadAsync(bytes, "blob", default);
        await Eventually.Holds(() => Task.FromResult(_proxy.Refused), refused => refused >= 3, "three refusals");

        Assert.False(upload.IsCompleted);
        Assert.False((await coordinator.Artifacts.StatAsync(new StatRequest { Sha256 = Sha256.Of(bytes) })).Stored);
        _proxy.RefusesWrites = false;
        var artifact = await upload.Comes();
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_server.FileOf($"lab/{artifact.Sha256}")));
    }

    [SkippableFact]
    public async Task A_store_that_is_killed_in_the_middle_of_an_upload_has_the_whole_artifact_in_the_end()
    {
        Skip.If(_server is null, S3Server.Missing);
        await using var coordinator = await Start("one");
        var bytes = Bytes(20_000_000);
        var killed = new TaskCompletionSource();
        _proxy!.Midway = (5_000_000, KillServer);

        var upload = new ArtifactClient(coordinator.Channel, TransferRetry.Endless).UploadAsync(bytes, "blob", default);
        await killed.Task.Comes();
        Assert.False(upload.IsCompleted);
        await _server.StartAgain();
        var artifact = await upload.Comes();

        Assert.Equal(bytes, await Download(coordinator, artifact.Sha256, 0));

        async Task KillServer()
        {
            await _server!.Kill();
            killed.SetResult();
        }
    }

    [SkippableFact]
    public async Task A_corrupt_object_is_rejected_and_set_aside_and_can_be_uploaded_again()
    {
        Skip.If(_server is null, S3Server.Missing);
        await using var coordinator = await Start("one");
        var bytes = Bytes(600_000);
        var artifact = await new ArtifactClient(coordinator.Channel).UploadAsync(bytes, "blob", default);
        await using (var file = new FileStream(_server.FileOf($"lab/{artifact.Sha256}"), FileMode.Open))
        {
            file.Seek(1000, SeekOrigin.Begin);
            file.WriteByte((byte)~bytes[1000]);
        }

        var corrupt = await Assert.ThrowsAsync<RpcException>(() => Download(coordinator, artifact.Sha256, 0));

        Assert.Equal(StatusCode.DataLoss, corrupt.StatusCode);
        Assert.False((await coordinator.Artifacts.StatAsync(new StatRequest { Sha256 = artifact.Sha256 })).Stored);
        Assert.True(File.Exists(_server.FileOf($"lab/corrupt/{artifact.Sha256}")));
        await new ArtifactClient(coordinator.Channel).UploadAsync(bytes, "blob", default);
        Assert.Equal(bytes, await Download(coordinator, artifact.Sha256, 0));
    }

    [SkippableFact]
    public async Task Objects_are_listed_touched_and_removed()
    {
        Skip.If(_server is null, S3Server.Missing);
        var store = new S3Store(S3Place.Client(_server.Address), S3Place.Of("s3://artifacts/lab")!);
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var name = Sha256.Of([(byte)i]);
            names.Add(name);
            await using var file = new FileStream(Path.Combine(_folder.Path, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            file.WriteByte((byte)i);
            await file.FlushAsync();
            await store.PutAsync(name, file, default);
        }

        var before = (await store.FindAsync(names[0], default))!;
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        Assert.True(await store.TouchAsync(names[0], default));
        Assert.False(await store.TouchAsync(Sha256.Of([9]), default));
        await store.SetAsideAsync(names[1], default);
        Assert.False(await store.RemoveAsync(before, default));
        var unneeded = (await store.FindAsync(names[2], default))!;
        Assert.True(await store.RemoveAsync(unneeded, default));
        Assert.False(await store.RemoveAsync(unneeded, default));

        var left = new List<StoredArtifact>();
        await foreach (var stored in store.ListAsync(default))
            left.Add(stored);
        Assert.Equal((names[0], 1L), (Assert.Single(left).Sha256, left[0].Bytes));
        Assert.True(left[0].Since > before.Since, $"{left[0].Since} after {before.Since}");
        Assert.All(names, name => Assert.False(File.Exists(_server.FileOf($"lab/removed/{name}"))));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.OpenReadAsync(names[2], default));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [SkippableFact]
    public async Task An_upload_that_goes_on_at_another_coordinator_begins_anew_there_and_both_have_it_in_the_end()
    {
        Skip.If(_server is null, S3Server.Missing);
        await using var one = await Start("one");
        await using var two = await Start("two");
        var bytes = Bytes(1_000_000);
        var artifact = new ArtifactRef { Sha256 = Sha256.Of(bytes), Bytes = bytes.Length, Name = "blob" };
        using (var broken = one.Artifacts.Upload())
        {
            await broken.RequestStream.WriteAsync(new UploadChunk { Artifact = artifact, Data = ByteString.CopyFrom(bytes, 0, 400_000) });
            await Eventually.Holds(async () => (await Stat(one, artifact)).Received, received => received == 400_000, "the first part");
        }

        Assert.Equal(new StatReply(), await Stat(two, artifact));
        await new ArtifactClient(two.Channel).UploadAsync(bytes, "blob", default);

        Assert.True((await Stat(one, artifact)).Stored);
        Assert.Equal(bytes, await Download(one, artifact.Sha256, 0));
    }

    public async Task DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    private Task<RunningCoordinator> Start(string name) => RunningCoordinator.Start(Path.Combine(_folder.Path, name), options =>
    {
        options.ArtifactStore = "s3://artifacts/lab";
        options.ArtifactEndpoint = _proxy!.Address;
    });

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static async Task<StatReply> Stat(RunningCoordinator coordinator, ArtifactRef artifact) =>
        await coordinator.Artifacts.StatAsync(new StatRequest { Sha256 = artifact.Sha256 });

    private static async Task<byte[]> Download(RunningCoordinator coordinator, string sha256, long offset)
    {
        using var call = coordinator.Artifacts.Download(new DownloadRequest { Sha256 = sha256, Offset = offset });
        using var all = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(offset + all.Length, chunk.Offset);
            chunk.Data.WriteTo(all);
        }

        return all.ToArray();
    }
}
