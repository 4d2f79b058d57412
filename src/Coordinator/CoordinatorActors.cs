using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Pattern;
using Akka.Persistence.Sql;
using DeepIoT.Clustering;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Clustering.Tls;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Coordinator.Founding;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator;

/// <summary>The coordinator's actors: three singletons, the campaigns in their shards, and the journal under them.</summary>
internal static class CoordinatorActors
{
    private const double PauseSpread = 0.2;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(5);

    public static AkkaConfigurationBuilder WithCoordinator(
        this AkkaConfigurationBuilder akka,
        CoordinatorOptions options,
        IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var table = services.GetRequiredService<MeasurementTable>();
        var ledger = services.GetRequiredService<BoardLedger>();
        var reference = services.GetRequiredService<ReferenceModel>().Plan(options);
        var reports = services.GetRequiredService<ReportWriter>();
        // All of them know each other, so each looks the others up when it first needs them.
        Func<IActorRef> campaign = () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<CampaignKey>();
        var parts = new CampaignParts(
            time,
            new CampaignLimits(options.BoardWait),
            services.GetRequiredService<MeasuringProtocol>(),
            reports,
            () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<CampaignsKey>(),
            () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<TrainerPoolKey>(),
            () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<BoardPoolKey>())
        {
            MeasuresLast = options.MeasuresLast,
            Networks = options.CharacterisedNetworks,
        };
        return akka
            .WithCluster(new ClusterSettings(
                ClusterNames.CoordinatorRole, options.ClusterHost, options.ClusterPort, FoundingSetup.SeedsOf(options),
                ClusterTls.Of(options.ClusterCertificate, options.ClusterCertificateKey, options.ClusterAuthority))
            {
                Bind = options.ClusterBind ?? options.ClusterHost,
                IsObserved = TelemetrySetup.IsWanted(options.Metrics),
            })
            .AddHocon(JournalSettings.Prepare(options), HoconAddMode.Prepend)
            .AddHocon(CampaignShards.Configuration, HoconAddMode.Prepend)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append)
            .WithOne<TrainerPoolKey>(ClusterNames.TrainerPool, Props.Create(() => new TrainerPool(campaign, time, options.TrialsPerUser)))
            .WithOne<BoardPoolKey>(
                ClusterNames.BoardPool,
                Kept(Props.Create(() => new BoardPool(campaign, table, ledger, time, options.LeaseTime, reference))))
            .WithOne<CampaignsKey>(ClusterNames.Campaigns, Kept(Props.Create(() => new CampaignDirectory(campaign, options.BytesPerUser))))
            .WithShardRegion<CampaignKey>(
                ClusterNames.Campaign,
                id => Props.Create(() => new CampaignActor(id, parts)),
                new CampaignShards(),
                CampaignShards.Options);
    }

    private static AkkaConfigurationBuilder WithOne<TKey>(this AkkaConfigurationBuilder akka, string name, Props props)
        where TKey : class =>
        akka.WithSingleton<TKey>(name, props, ClusterSetup.Singleton, createProxyToo: true);

    /// <summary>Starts it again for as long as the database is away; who asks meanwhile asks again.</summary>
    private static Props Kept(Props props) =>
        BackoffSupervisor.Props(Backoff.OnStop(props, "kept", ShortestPause, LongestPause, PauseSpread, maxNrOfRetries: -1));
}
