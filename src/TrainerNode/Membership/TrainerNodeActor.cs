using Akka.Actor;
using Akka.Cluster;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.TrainerNode.Slots;
using DeepIoT.TrainerNode.Trials;

namespace DeepIoT.TrainerNode.Membership;

/// <summary>
/// Speaks for the trainer in the cluster: announces its slots and what runs in them, and passes on what the
/// trainer pool and the campaigns want of its <see cref="TrialBench"/>.
/// </summary>
internal sealed class TrainerNodeActor : ReceiveActor, IWithTimers
{
    // Until the pool names its own.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(2);

    private readonly TrainerIdentity _trainer;
    private readonly TrialBench _bench;
    private readonly PoolLink _link;
    private readonly IActorRef _pool;
    private readonly Action _changed;
    private TimeSpan _interval = FirstInterval;

    public TrainerNodeActor(TrainerIdentity trainer, TrialBench bench, TrainerJobs jobs, PoolLink link, IActorRef pool)
    {
        (_trainer, _bench, _link, _pool) = (trainer, bench, link, pool);
        var self = Self;
        _changed = () => self.Tell(AnnounceNow.Instance);
        Receive<StartTrial>(order => Admit(order.Key, new(Spans.Trial, order.TraceParent), attempt => jobs.Trial.RunAsync(order, attempt)));
        Receive<Examine>(order => Admit(order.Key, new(Spans.Examination, order.TraceParent), attempt => jobs.Examination.RunAsync(order, attempt)));
        Receive<Characterise>(order => Admit(order.Key, new(Spans.Characterisation, order.TraceParent), attempt => jobs.Characterisation.RunAsync(order, attempt)));
        Receive<Learn>(order => Admit(order.Key, new(Spans.Learning, order.TraceParent), attempt => jobs.Learning.RunAsync(order, attempt)));
        Receive<RetargetTrial>(retarget => bench.Retarget(retarget.Key, retarget.TargetShare));
        Receive<ReturnTrial>(wanted => bench.HandBack(wanted.Key, wanted.Reason));
        Receive<StopTrial>(stop => bench.Stop(stop.Key, stop.Reason));
        Receive<DrainTrainer>(_ => bench.Drain());
        Receive<ResumeTrainer>(_ => bench.Resume());
        Receive<TrialReplyStored>(stored => bench.Stored(stored.Key, stored.Sequence));
        Receive<TrainerWelcomed>(welcomed => AnnounceEvery(welcomed.AnnounceInterval.ToTimeSpan()));
        Receive<AnnounceNow>(_ => Announce());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        var self = Self;
        _link.Connect(message => _pool.Tell(message, self));
        _bench.Changed += _changed;
        Timers.StartPeriodicTimer(nameof(AnnounceNow), AnnounceNow.Instance, _interval);
        Announce();
    }

    protected override void PostStop()
    {
        _bench.Changed -= _changed;
        _link.Disconnect();
    }

    private void Admit(TrialKey key, TracedUnder trace, Func<Attempt, Task> work)
    {
        if (_bench.Admit(key, work, trace) is { } reason)
            _pool.Tell(new TrialDeclined { Key = key, Reason = reason });
    }

    private void AnnounceEvery(TimeSpan interval)
    {
        if (interval == _interval)
            return;
        _interval = interval;
        Timers.StartPeriodicTimer(nameof(AnnounceNow), AnnounceNow.Instance, interval);
    }

    private void Announce()
    {
        var table = _bench.Table;
        var address = Cluster.Get(Context.System).SelfAddress;
        _pool.Tell(new TrainerAnnounced
        {
            Name = _trainer.Name,
            Slots = table.Slots,
            Address = $"{address.Host}:{address.Port}",
            TorchVersion = _trainer.TorchVersion,
            Running = { table.Running },
            Leaving = table.Leaving,
            Draining = table.Draining,
        });
    }

    private sealed class AnnounceNow
    {
        public static readonly AnnounceNow Instance = new();
    }
}
