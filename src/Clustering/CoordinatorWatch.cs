using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace DeepIoT.Clustering;

/// <summary>
/// Leaves the cluster when it has had no reachable coordinator for a while. A coordinator that starts again forms
/// a cluster of its own, which this actor system cannot enter; one started afresh can.
/// </summary>
public sealed class CoordinatorWatch : ReceiveActor, IWithTimers
{
    private readonly HashSet<UniqueAddress> _coordinators = [];
    private readonly TimeSpan _limit;

    public CoordinatorWatch(TimeSpan limit)
    {
        _limit = limit;
        Receive<ClusterEvent.MemberUp>(up => Seen(up.Member));
        Receive<ClusterEvent.ReachableMember>(reachable => Seen(reachable.Member));
        Receive<ClusterEvent.UnreachableMember>(unreachable => Gone(unreachable.Member));
        Receive<ClusterEvent.MemberLeft>(left => Gone(left.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => Gone(removed.Member));
        Receive<NoCoordinator>(_ => Leave());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(TimeSpan limit) => Akka.Actor.Props.Create(() => new CoordinatorWatch(limit));

    protected override void PreStart() => Cluster.Get(Context.System).Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.IMemberEvent),
        typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => Cluster.Get(Context.System).Unsubscribe(Self);

    private void Seen(Member member)
    {
        if (!member.HasRole(ClusterNames.CoordinatorRole) || member.Status != MemberStatus.Up)
            return;
        _coordinators.Add(member.UniqueAddress);
        Timers.Cancel(NoCoordinator.Instance);
    }

    private void Gone(Member member)
    {
        if (_coordinators.Remove(member.UniqueAddress) && _coordinators.Count == 0)
            Timers.StartSingleTimer(NoCoordinator.Instance, NoCoordinator.Instance, _limit);
    }

    private void Leave()
    {
        Context.GetLogger().Warning("No coordinator reachable for {0}: leaving this cluster", _limit);
        CoordinatedShutdown.Get(Context.System).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    private sealed class NoCoordinator
    {
        public static readonly NoCoordinator Instance = new();
    }
}
