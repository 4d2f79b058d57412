using Akka.Actor;
using DeepIoT.Clustering.Health;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Compression;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.TrainerNode.Membership;
using DeepIoT.TrainerNode.Slots;
using DeepIoT.TrainerNode.Trials;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepIoT.TrainerNode;

/// <summary>A trainer as a host: started it joins the cluster, stopped it hands its trials back and leaves.</summary>
public static class TrainerHost
{
    // Handing back and leaving the cluster take their time when the coordinator is slow.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(40);

    /// <param name="logging">Sets up the logs; the console by default.</param>
    /// <exception cref="RejectedException">The options cannot be used; every problem is in it.</exception>
    public static IHost Build(TrainerOptions options, Action<ILoggingBuilder>? logging = null)
    {
        var problems = TrainerOptionsCheck.Problems(options);
        if (problems.Count > 0)
            throw new RejectedException(problems);
        TorchRuntime.Prepare();
        return Build(options, new TrialFactory(), logging);
    }

    internal static IHost Build(TrainerOptions options, ITrialFactory factory, Action<ILoggingBuilder>? logging)
    {
        DiskSignals.Watch("cache", options.CacheFolder);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        // Where OpenTelemetry looks for its variables; an empty host has none.
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddFilter("Akka", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        (logging ?? (console => console.AddSimpleConsole(format => format.SingleLine = true)))(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services
            .AddNodeHealth(options.Health, services => services.GetRequiredService<ClusterMembership>().System)
            .AddSignals("deepiot-trainer", options.Metrics)
            .AddSingleton(options)
            .AddSingleton(factory)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => CoordinatorChannel.To(options.Coordinator))
            .AddSingleton(services => new ArtifactClient(services.GetRequiredService<GrpcChannel>(), TransferRetry.Endless))
            .AddSingleton(services => new ArtifactCache(options.CacheFolder, services.GetRequiredService<ArtifactClient>()))
            .AddSingleton<TrialInputs>()
            .AddSingleton<TrialJob>()
            .AddSingleton<ExamineJob>()
            .AddSingleton<CharacteriseJob>()
            .AddSingleton<LearnJob>()
            .AddSingleton<TrainerJobs>()
            .AddSingleton<PoolLink>()
            .AddSingleton(services => ActivatorUtilities.CreateInstance<TrialBench>(services, options.Slots, options.Name))
            .AddSingleton(services => ActivatorUtilities.CreateInstance<ClusterMembership>(services, Node(services, options)))
            .AddHostedService<TrainerService>();
        return builder.Build();
    }

    private static Func<IActorRef, Props> Node(IServiceProvider services, TrainerOptions options)
    {
        var trainer = new TrainerIdentity(options.Name, TorchRuntime.Version);
        var bench = services.GetRequiredService<TrialBench>();
        var jobs = services.GetRequiredService<TrainerJobs>();
        var link = services.GetRequiredService<PoolLink>();
        return pool => Props.Create(() => new TrainerNodeActor(trainer, bench, jobs, link, pool));
    }
}
