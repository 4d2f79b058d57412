using DeepIoT.DeviceProfiler.Models;
using DeepIoT.DeviceProfiler.Tests.Agent;
using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;

namespace DeepIoT.DeviceProfiler.Tests.Models;

public sealed class ModelCacheTests : Scratch
{
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Models_used_least_recently_leave_a_full_cache()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        using var channel = CoordinatorChannel.To(coordinator.Address);
        var cache = new ModelCache(Folder, limitBytes: 250, new ArtifactClient(channel), _time);
        string[] models = [.. Enumerable.Range(0, 3).Select(i => coordinator.Store([.. Enumerable.Repeat((byte)i, 100)]))];

        await UseAsync(models[0]);
        await UseAsync(models[1]);
        await UseAsync(models[0]);
        await UseAsync(models[2]);

        Assert.Equal(new[] { models[0], models[2] }.Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        await UseAsync(models[1]);
        Assert.Equal(4, coordinator.Downloads);

        async Task UseAsync(string sha256)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(100, new FileInfo(await cache.PathOfAsync(sha256, default)).Length);
        }
    }

    [Fact]
    public async Task A_model_larger_than_the_cache_is_kept_while_it_is_used()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        using var channel = CoordinatorChannel.To(coordinator.Address);
        var cache = new ModelCache(Folder, limitBytes: 10, new ArtifactClient(channel), _time);

        Assert.True(File.Exists(await cache.PathOfAsync(coordinator.Store(new byte[100]), default)));
    }
}
