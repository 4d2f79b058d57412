using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using DeepIoT.Clustering;
using DeepIoT.Protocol.Cluster;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// Campaigns are spread over the coordinators by their ids. Which of them have not ended is remembered by the
/// <see cref="CampaignDirectory"/>, which wakes them wherever they are: Akka's remembering entities would write each of
/// them a second time, and one for every id that somebody makes up.
/// </summary>
internal sealed class CampaignShards() : HashCodeMessageExtractor(Count)
{
    /// <summary>Of the cluster, for good: coordinators with another number disagree on where campaigns are.</summary>
    private const int Count = 50;

    public static ShardOptions Options => new()
    {
        Role = ClusterNames.CoordinatorRole,
        StateStoreMode = StateStoreMode.DData,
        RememberEntities = false,
        // The directory asks every open one in shorter intervals, so these are campaigns that have ended.
        PassivateIdleEntityAfter = TimeSpan.FromMinutes(2),
        HandOffStopMessage = Leave.Instance,
    };

    /// <summary>
    /// A lone coordinator finds its shards within tenths of a second, and not after the first retry; shards move one
    /// interval after a coordinator has come. Nothing is kept on disk: the directory knows what is to be woken.
    /// </summary>
    public const string Configuration = """
        akka.cluster.sharding.retry-interval = 200ms
        akka.cluster.sharding.waiting-for-state-timeout = 1s
        akka.cluster.sharding.coordinator-failure-backoff = 1s
        akka.cluster.sharding.least-shard-allocation-strategy.rebalance-absolute-limit = 10
        akka.cluster.sharding.distributed-data.durable.keys = []
        """;

    /// <summary>Every message of a campaign names it, by itself or by the trial that it is about.</summary>
    public override string? EntityId(object message) => message is not IMessage about ? null
        : ValueOf(about, "campaign_id") as string ?? (ValueOf(about, "key") as TrialKey)?.CampaignId;

    private static object? ValueOf(IMessage message, string field) =>
        message.Descriptor.FindFieldByName(field)?.Accessor.GetValue(message);
}
