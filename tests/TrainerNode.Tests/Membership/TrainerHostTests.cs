using System.Net;
using System.Net.Sockets;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Tests.Artifacts;
using DeepIoT.TrainerNode.Tests.Trials;
using Microsoft.Extensions.Hosting;
using Kind = DeepIoT.Protocol.Cluster.TrialReply.KindOneofCase;

namespace DeepIoT.TrainerNode.Tests.Membership;

/// <summary>A whole trainer in a cluster of two nodes over real sockets.</summary>
public sealed class TrainerHostTests : IAsyncLifetime
{
    private readonly ArtifactServer _server = new();
    private readonly ScriptedFactory _factory = new(() => new ScriptedTrial());
    private readonly int _port = FreePort();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_trainer_joins_runs_a_trial_and_hands_it_back_when_it_stops()
    {
        await using var coordinator = new Coordinator(_port);
        await coordinator.StartAsync();
        using var trainer = await TrainerAsync();

        var (announced, node) = await coordinator.HeardAsync<TrainerAnnounced>(_ => true);
        Assert.Equal(("trainer-1", 2), (announced.Name, announced.Slots));
        node.Tell(new TrainerBench(_server, _factory).Order(), Akka.Actor.ActorRefs.NoSender);
        await coordinator.HeardAsync<TrialReply>(reply => reply.KindCase == Kind.Progressed);
        var stopping = trainer.StopAsync();

        var (returned, _) = await coordinator.HeardAsync<TrialReply>(reply => reply.KindCase == Kind.Returned);
        Assert.NotNull(_server.Artifacts.Find(returned.Returned.Checkpoint.Sha256));
        await coordinator.HeardAsync<TrainerAnnounced>(last => last.Leaving && last.Running.Count == 0);
        await stopping;
    }

    [Fact]
    public async Task A_trial_goes_on_when_the_coordinator_starts_afresh()
    {
        var first = new Coordinator(_port);
        await first.StartAsync();
        using var trainer = await TrainerAsync();
        var (_, node) = await first.HeardAsync<TrainerAnnounced>(_ => true);
        node.Tell(new TrainerBench(_server, _factory).Order(), Akka.Actor.ActorRefs.NoSender);
        await first.HeardAsync<TrialReply>(reply => reply.KindCase == Kind.Progressed);

        await first.DisposeAsync();
        await using var second = new Coordinator(_port);
        await second.StartAsync();

        await second.HeardAsync<TrainerAnnounced>(announced => announced.Running.Contains(TrainerBench.Key()));
        await second.HeardAsync<TrialReply>(reply => reply.KindCase == Kind.Progressed);
        Assert.Single(_factory.Orders);
        await trainer.StopAsync();
    }

    private async Task<IHost> TrainerAsync()
    {
        var options = new TrainerOptions
        {
            Coordinator = _server.Address,
            Seeds = [$"127.0.0.1:{_port}"],
            Name = "trainer-1",
            Slots = 2,
            CacheFolder = _server.Folder,
            CoordinatorAbsence = TimeSpan.FromSeconds(1),
        };
        var host = TrainerHost.Build(options, _factory, logging: _ => { });
        await host.StartAsync();
        return host;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
