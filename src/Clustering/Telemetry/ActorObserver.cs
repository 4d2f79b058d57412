using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Event;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>Listens to what the actor system and the cluster tell of themselves, and counts it.</summary>
internal sealed class ActorObserver : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly bool[] BothWays = [false, true];

    private readonly Dictionary<string, (long Shards, long Entities)> _regions = [];

    public ActorObserver()
    {
        Receive<IActorTelemetryEvent>(IsOurs, Count);
        Receive<IActorTelemetryEvent>(_ => { });
        Receive<DeadLetter>(_ => ActorSignals.DeadLetter());
        Receive<Tick>(_ =>
        {
            Members();
            AskShards();
        });
        Receive<RegionState>(Shards);
        Receive<Status.Failure>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        foreach (var told in new[] { typeof(IActorTelemetryEvent), typeof(DeadLetter) })
            Context.System.EventStream.Subscribe(Self, told);
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, Interval);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        foreach (var census in new[] { ActorSignals.Members, ActorSignals.Shards, ActorSignals.Entities })
            census.Forget(Self);
    }

    private static bool IsOurs(IActorTelemetryEvent told) =>
        told.ActorType.Assembly.GetName().Name?.StartsWith("DeepIoT.", StringComparison.Ordinal) == true;

    private static void Count(IActorTelemetryEvent told)
    {
        switch (told)
        {
            case ActorStarted:
                ActorSignals.Started(told.ActorType);
                break;
            case ActorStopped:
                ActorSignals.Stopped(told.ActorType);
                break;
            case ActorRestarted:
                ActorSignals.Restarts.Add(1, ActorSignals.Of(told.ActorType));
                break;
        }
    }

    private void Members()
    {
        var state = Cluster.Get(Context.System).State;
        ActorSignals.Members.Say(Self,
        [
            .. from member in state.Members
               group state.Unreachable.Contains(member) by member.Roles.Order().FirstOrDefault() ?? "" into nodes
               from isUnreachable in BothWays
               select new Census.Count(nodes.Key, isUnreachable ? "unreachable" : "reachable", nodes.Count(node => node == isUnreachable)),
        ]);
    }

    // Only regions that are there: asking for sharding itself would start it.
    private void AskShards()
    {
        if (!Context.System.HasExtension<ClusterSharding>())
            return;
        var sharding = ClusterSharding.Get(Context.System);
        foreach (var region in sharding.ShardTypeNames)
        {
            sharding.ShardRegion(region).Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Interval)
                .PipeTo(Self, success: state => new RegionState(region, state));
        }
    }

    private void Shards(RegionState region)
    {
        _regions[region.Name] = (region.State.Shards.Count, region.State.Shards.Sum(shard => shard.EntityIds.Count));
        ActorSignals.Shards.Say(Self, [.. _regions.Select(pair => new Census.Count("", pair.Key, pair.Value.Shards))]);
        ActorSignals.Entities.Say(Self, [.. _regions.Select(pair => new Census.Count("", pair.Key, pair.Value.Entities))]);
    }

    private sealed record RegionState(string Name, CurrentShardRegionState State);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
