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
    private readonly UniqueAddress _self = Cluster.Get(Context.System).SelfUniqueAddress;
    private readonly TimeSpan _limit;
    private bool _joined;

    public CoordinatorWatch(TimeSpan limit)
    {
        _limit = limit;
        Receive<ClusterEvent.IMemberEvent>(changed => Seen(changed.Member, changed.Member.Status == MemberStatus.Up));
        Receive<ClusterEvent.ReachableMember>(reachable => Seen(reachable.Member, reachable.Member.Status == MemberStatus.Up));
        Receive<ClusterEvent.UnreachableMember>(unreachable => Seen(unreachable.Member, false));
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

    private void Seen(Member member, bool isThere)
    {
        if (member.UniqueAddress.Equals(_self))
            _joined |= isThere;
        if (!isThere)
            _coordinators.Remove(member.UniqueAddress);
        else if (member.HasRole(ClusterNames.CoordinatorRole))
            _coordinators.Add(member.UniqueAddress);

        // Before it has joined, this node looks for a coordinator already.
        if (_coordinators.Count > 0)
            Timers.Cancel(NoCoordinator.Instance);
        else if (_joined && !Timers.IsTimerActive(NoCoordinator.Instance))
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
