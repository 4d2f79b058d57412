using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Akka.Remote.Hosting;
using DeepIoT.Clustering.Serialization;
using DeepIoT.Clustering.Telemetry;

namespace DeepIoT.Clustering;

/// <summary>What every node of the cluster has in common.</summary>
public static class ClusterSetup
{
    // Bulk goes by artifact. The largest message is the answer to Results, which carries every reading of every candidate: five
    // thousand of them, each measured on a board class, come to some twenty megabytes.
    private const int FrameBytes = 128 * 1024 * 1024, SocketBytes = 2 * 1024 * 1024;

    /// <summary>Where our singletons run, and how much their proxies hold back while one is starting or moving.</summary>
    public static ClusterSingletonOptions Singleton => new()
    {
        Role = ClusterNames.CoordinatorRole,
        BufferSize = 1000,
        LogSingletonIdentificationFailure = false,
    };

    // A node that is downed, or told to leave, stops its actor system; the host decides what that means.
    // A heartbeat pause of six seconds spares trainers that keep every core busy. With the times after it, what a killed
    // coordinator did is done elsewhere within twenty seconds: it is missed after seven, downed four later, and the
    // other side of a partition has two to stop. Several nodes lost one after another are waited out: by default any node,
    // a trainer too, then downs all of them, and the journal takes no entry twice in any case.
    // The scheduler's own ten milliseconds wake an idle node a hundred times a second, which is most of what it costs.
    private const string Shared = """
        akka.scheduler.tick-duration = 50ms
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.exit-clr = off
        akka.coordinated-shutdown.run-by-actor-system-terminate = on
        akka.cluster.run-coordinated-shutdown-when-down = on
        akka.cluster.split-brain-resolver.stable-after = 4s
        akka.cluster.split-brain-resolver.down-all-when-unstable = off
        akka.cluster.down-removal-margin = 2s
        akka.cluster.failure-detector.acceptable-heartbeat-pause = 6s
        akka.cluster.singleton.hand-over-retry-interval = 500ms
        akka.cluster.singleton.min-number-of-hand-over-retries = 20
        akka.cluster.singleton-proxy.singleton-identification-interval = 500ms
        akka.cluster.retry-unsuccessful-join-after = 3s
        akka.remote.retry-gate-closed-for = 2s
        """;

    /// <summary>Remoting, cluster membership, split-brain resolver and the serializer of our messages.</summary>
    public static AkkaConfigurationBuilder WithCluster(this AkkaConfigurationBuilder builder, ClusterSettings settings) =>
        (settings.IsObserved ? builder.WithTelemetry() : builder)
        .AddHocon(Shared, HoconAddMode.Prepend)
        .AddHocon(settings.Seeking, HoconAddMode.Prepend)
        .AddHocon(ProtobufSerializer.Configuration, HoconAddMode.Prepend)
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
            // That a coordinator is not there yet is said once every few seconds by the joining itself.
            loggers.WithLogFilter(filter => filter
                .ExcludeMessageContaining("AssociationError")
                .ExcludeMessageContaining("Tried to associate with unreachable remote address"));
            loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
        })
        .WithRemoting(new RemoteOptions
        {
            HostName = settings.Bind,
            PublicHostName = settings.Host,
            Port = settings.Port,
            MaxFrameSize = FrameBytes,
            SendBufferSize = SocketBytes,
            ReceiveBufferSize = SocketBytes,
            EnableSsl = settings.Tls is not null,
            Ssl = settings.Tls?.Options() ?? new SslOptions(),
        })
        .WithClustering(new ClusterOptions
        {
            Roles = [settings.Role],
            SeedNodes = settings.SeedAddresses,
            // Only coordinators count: however many trainers are cut off, the side with the campaigns lives on.
            SplitBrainResolver = new KeepMajorityOption { Role = ClusterNames.CoordinatorRole },
        });

    /// <summary>Registers a way to the trainer pool, wherever it runs, under <see cref="TrainerPoolKey"/>.</summary>
    public static AkkaConfigurationBuilder WithTrainerPoolProxy(this AkkaConfigurationBuilder builder) =>
        builder.WithSingletonProxy<TrainerPoolKey>(
            ClusterNames.TrainerPool,
            Singleton);
}
