using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Clustering.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.TrainerNode.Membership;

/// <summary>One stay in a cluster after another, each with a fresh actor system.</summary>
/// <param name="node">Makes the trainer's actor; its argument is the way to the trainer pool.</param>
internal sealed class ClusterMembership(TrainerOptions options, Func<IActorRef, Props> node, ILoggerFactory logging)
{
    private IHost? _stay;
    private volatile ActorSystem? _system;

    /// <summary>Completes when the present stay is over, for whatever reason.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>The actor system of the present stay; null between two.</summary>
    public ActorSystem? System => _system;

    public async Task BeginAsync()
    {
        _stay = Stay();
        await _stay.StartAsync();
        Ended = _stay.WaitForShutdownAsync();
        _system = _stay.Services.GetRequiredService<ActorSystem>();
    }

    /// <summary>Leaves the cluster in good order; does nothing after the stay is over.</summary>
    public async Task LeaveAsync()
    {
        if (_stay is null)
            return;
        _system = null;
        await _stay.StopAsync();
        _stay.Dispose();
        _stay = null;
    }

    private IHost Stay()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostLifetime, InnerLifetime>();
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(new ClusterSettings(
                ClusterNames.TrainerRole, options.ClusterHost, options.ClusterPort, options.Seeds,
                ClusterTls.Of(options.ClusterCertificate, options.ClusterCertificateKey, options.ClusterAuthority))
            {
                Bind = options.ClusterBind ?? options.ClusterHost,
                IsObserved = TelemetrySetup.IsWanted(options.Metrics),
            })
            .WithTrainerPoolProxy()
            .WithActors((system, registry) =>
            {
                system.ActorOf(CoordinatorWatch.Props(options.CoordinatorAbsence), "coordinator-watch");
                system.ActorOf(node(registry.Get<TrainerPoolKey>()), "trainer");
            }));
        return builder.Build();
    }
}
