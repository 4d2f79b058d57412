using DeepIoT.Protocol.Artifacts;

namespace DeepIoT.TrainerNode.Tests.Artifacts;

public sealed class ArtifactCacheTests : IAsyncLifetime
{
    private readonly ArtifactServer _server = new();
    private readonly byte[] _bytes = new byte[200_000];

    private ArtifactCache Cache => new(_server.Folder, new ArtifactClient(_server.Channel));

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_artifact_is_fetched_once_however_many_ask()
    {
        var name = _server.Artifacts.Add(_bytes);
        var cache = Cache;

        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cache.PathOfAsync(name, default)));

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Assert.Single(paths.Distinct())));
        Assert.Equal(_bytes.Length, _server.Artifacts.BytesSent);
    }

    [Fact]
    public async Task What_an_earlier_process_fetched_is_not_fetched_again()
    {
        var name = _server.Artifacts.Add(_bytes);
        await Cache.PathOfAsync(name, default);

        await Cache.PathOfAsync(name, default);

        Assert.Equal(_bytes.Length, _server.Artifacts.BytesSent);
    }

    [Fact]
    public async Task A_file_that_rotted_is_fetched_again()
    {
        var name = _server.Artifacts.Add(_bytes);
        await File.WriteAllBytesAsync(Path.Combine(_server.Folder, name), [1, 2, 3]);

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(await Cache.PathOfAsync(name, default)));
    }

    [Fact]
    public async Task A_name_that_is_no_hash_never_becomes_a_path() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.PathOfAsync("../../etc/passwd", default));
}
