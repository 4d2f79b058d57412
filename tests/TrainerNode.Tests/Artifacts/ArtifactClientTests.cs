using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;
using Grpc.Core;

namespace DeepIoT.TrainerNode.Tests.Artifacts;

public sealed class ArtifactClientTests : IAsyncLifetime
{
    private readonly ArtifactServer _server = new();
    private readonly byte[] _bytes = new byte[1_000_000];

    public ArtifactClientTests() => new Random(1).NextBytes(_bytes);

    private ArtifactClient Client => new(_server.Channel);

    private string Target => Path.Combine(_server.Folder, "target");

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_uploaded_file_can_be_downloaded_again()
    {
        var source = Path.Combine(_server.Folder, "source");
        await File.WriteAllBytesAsync(source, _bytes);

        var artifact = await Client.UploadAsync(source, "model.onnx", default);
        await Client.DownloadAsync(artifact.Sha256, Target, default);

        Assert.Equal((Sha256.Of(_bytes), 1_000_000L, "model.onnx"), (artifact.Sha256, artifact.Bytes, artifact.Name));
        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task What_is_stored_already_is_not_sent_again()
    {
        await Client.UploadAsync(_bytes, "first", default);
        await Client.UploadAsync(_bytes, "second", default);

        Assert.Equal(1, _server.Artifacts.Uploads);
    }

    [Fact]
    public async Task An_empty_artifact_is_one_too()
    {
        var artifact = await Client.UploadAsync(ReadOnlyMemory<byte>.Empty, "empty", default);
        await Client.DownloadAsync(artifact.Sha256, Target, default);

        Assert.Empty(await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_broken_upload_goes_on_where_it_stopped()
    {
        _server.Artifacts.BreakAfter.Enqueue(400_000);
        _server.Artifacts.BreakAfter.Enqueue(200_000);

        var artifact = await Client.UploadAsync(_bytes, "model", default);

        Assert.Equal(_bytes, _server.Artifacts.Find(artifact.Sha256));
        Assert.Equal(3, _server.Artifacts.Uploads);
        Assert.Equal(_bytes.Length, _server.Artifacts.BytesReceived);
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_stopped()
    {
        var name = _server.Artifacts.Add(_bytes);
        _server.Artifacts.BreakAfter.Enqueue(400_000);

        await Client.DownloadAsync(name, Target, default);

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
        Assert.Equal(_bytes.Length, _server.Artifacts.BytesSent);
    }

    [Fact]
    public async Task A_download_left_by_an_earlier_process_is_finished()
    {
        var name = _server.Artifacts.Add(_bytes);
        await File.WriteAllBytesAsync(Target + ".part", _bytes[..700_000]);

        await Client.DownloadAsync(name, Target, default);

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
        Assert.Equal(300_000, _server.Artifacts.BytesSent);
    }

    [Fact]
    public async Task Bytes_that_are_not_those_of_the_name_are_fetched_again()
    {
        var name = _server.Artifacts.Add(_bytes);
        _server.Artifacts.Corrupt = 1;

        await Client.DownloadAsync(name, Target, default);

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Bytes_that_stay_wrong_are_refused_and_leave_nothing_behind()
    {
        var name = _server.Artifacts.Add(_bytes);
        _server.Artifacts.Corrupt = 2;

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Client.DownloadAsync(name, Target, default));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_server.Folder));
    }

    [Fact]
    public async Task An_unknown_artifact_is_not_found_and_leaves_nothing_behind()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => Client.DownloadAsync(Sha256.Of(_bytes), Target, default));

        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
        Assert.Empty(Directory.GetFiles(_server.Folder));
    }

    [Fact]
    public async Task A_full_disk_is_reported_at_once_or_waited_for()
    {
        _server.Artifacts.DiskFull = 1;
        var fault = await Assert.ThrowsAsync<RpcException>(() => Client.UploadAsync(_bytes, "model", default));
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
        Assert.Equal(1, _server.Artifacts.Uploads);

        _server.Artifacts.DiskFull = 1;
        var artifact = await new ArtifactClient(_server.Channel, TransferRetry.Endless).UploadAsync(_bytes, "model", default);
        Assert.Equal(_bytes, _server.Artifacts.Find(artifact.Sha256));
    }

    [Fact]
    public async Task An_unreachable_coordinator_is_given_up()
    {
        // Nothing listens on the discard port.
        using var nowhere = CoordinatorChannel.To(new Uri("http://127.0.0.1:9"));
        var client = new ArtifactClient(nowhere, new TransferRetry(Attempts: 2, WaitForSpace: false));

        var fault = await Assert.ThrowsAsync<RpcException>(() => client.UploadAsync(_bytes, "model", default));

        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
    }

    [Fact]
    public async Task Cancelling_ends_a_transfer_that_would_retry_for_ever()
    {
        using var nowhere = CoordinatorChannel.To(new Uri("http://127.0.0.1:9"));
        using var cancellation = new CancellationTokenSource();
        var upload = new ArtifactClient(nowhere, TransferRetry.Endless).UploadAsync(_bytes, "model", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
    }
}
