using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Persistence.Sql;
using DeepIoT.Clustering;
using DeepIoT.Clustering.Tls;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator;

/// <summary>The coordinator's actors: three singletons, and the journal under the campaigns.</summary>
internal static class CoordinatorActors
{
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
        // The singletons know each other, so each looks the others up when it first needs them.
        Func<IActorRef> campaigns = () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<CampaignsKey>();
        var parts = new CampaignParts(
            time,
            new CampaignLimits(options.BoardWait),
            new MeasuringProtocol { Batch = 1, IntervalShare = options.MeasuringInterval, TimeLimit = Duration.FromTimeSpan(options.MeasuringLimit) },
            reports,
            () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<TrainerPoolKey>(),
            () => services.GetRequiredService<IReadOnlyActorRegistry>().Get<BoardPoolKey>())
        {
            MeasuresLast = options.MeasuresLast,
            Networks = options.CharacterisedNetworks,
            BytesPerUser = options.BytesPerUser,
        };
        return akka
            .WithCluster(new ClusterSettings(
                ClusterNames.CoordinatorRole, options.ClusterHost, options.ClusterPort, options.Seeds,
                ClusterTls.Of(options.ClusterCertificate, options.ClusterCertificateKey, options.ClusterAuthority)))
            .AddHocon(JournalSettings.Prepare(options), HoconAddMode.Prepend)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append)
            .WithOne<TrainerPoolKey>(ClusterNames.TrainerPool, Props.Create(() => new TrainerPool(campaigns, time, options.TrialsPerUser)))
            .WithOne<BoardPoolKey>(
                ClusterNames.BoardPool,
                Props.Create(() => new BoardPool(campaigns, table, ledger, time, options.LeaseTime, reference)))
            .WithOne<CampaignsKey>(ClusterNames.Campaigns, Props.Create(() => new CampaignDirectory(parts)));
    }

    private static AkkaConfigurationBuilder WithOne<TKey>(this AkkaConfigurationBuilder akka, string name, Props props)
        where TKey : class =>
        akka.WithSingleton<TKey>(name, props, ClusterSetup.Singleton, createProxyToo: true);
}
