using Akka.Cluster;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>Several coordinators in this process, each with sockets and a data folder of its own, over one database and one folder of artifacts.</summary>
internal sealed class CoordinatorsTogether : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<RunningCoordinator> _all = [];

    private string ArtifactFolder => Path.Combine(_folder.Path, "artifacts");

    public RunningCoordinator this[int index] => _all[index];

    public static async Task<CoordinatorsTogether> Start(int count, string database)
    {
        var together = new CoordinatorsTogether();
        var ports = Enumerable.Range(0, count).Select(_ => FreePort.Next()).ToArray();
        together._all.AddRange(await Task.WhenAll(ports.Select(port => Task.Run(() => together.Start(port, ports, database)))));
        foreach (var coordinator in together._all)
        {
            var cluster = Akka.Cluster.Cluster.Get(coordinator.System);
            await Eventually.Holds(() => Task.FromResult(cluster.SelfMember.Status), status => status == MemberStatus.Up, "a coordinator in the cluster");
        }

        return together;
    }

    private Task<RunningCoordinator> Start(int port, int[] ports, string database) => RunningCoordinator.Start(Path.Combine(_folder.Path, $"{port}"), options =>
    {
        (options.Database, options.ArtifactFolder) = (database, ArtifactFolder);
        (options.ClusterPort, options.Seeds) = (port, [.. ports.Select(seed => $"127.0.0.1:{seed}")]);
        options.BoardWait = TimeSpan.FromSeconds(1);
    });

    /// <summary>All that is stored was stored forty days ago.</summary>
    public void AgeArtifacts()
    {
        foreach (var file in Directory.EnumerateFiles(ArtifactFolder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-40));
    }

    public async Task Stop(int index)
    {
        var leaving = _all[index];
        _all.RemoveAt(index);
        await leaving.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in _all)
            await coordinator.DisposeAsync();
        _folder.Dispose();
    }
}
