using System.Diagnostics;
using Akka.Actor;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Scheduling;

/// <summary>A thin shell round <see cref="TrainerPoolState"/>, and the trainers' way to the campaigns.</summary>
internal sealed class TrainerPool : ReceiveActor, IWithTimers
{
    // Whoever asks has given up by then.
    private static readonly TimeSpan OrderLimit = TimeSpan.FromSeconds(20);

    private readonly List<(IActorRef Asker, TrainerOrdered Order, long At)> _orders = [];
    private readonly Func<IActorRef> _campaigns;
    private readonly TrainerPoolState _state;
    private readonly Dictionary<string, IActorRef> _nodes = [];
    private int _lost;

    public TrainerPool(Func<IActorRef> campaigns, TimeProvider time, int? trialsPerUser = null)
    {
        _campaigns = campaigns;
        _state = new TrainerPoolState(time.GetUtcNow(), trialsPerUser);
        Receive<TrainerAnnounced>(announced =>
        {
            Remember(announced.Address);
            Do(_state.Announce(announced, time.GetUtcNow()));
            AnswerFollowed();
        });
        Receive<SlotRequested>(request => Do(_state.Request(request, time.GetUtcNow())));
        Receive<SlotWithdrawn>(withdrawn => Do(_state.Withdraw(withdrawn, time.GetUtcNow())));
        Receive<TrialExpected>(expected => Do(_state.Expected(expected, time.GetUtcNow())));
        Receive<RetargetTrial>(retarget => Do(_state.Retarget(retarget)));
        Receive<ReturnTrial>(wanted => Do(_state.Return(wanted)));
        Receive<TrialDeclined>(declined => Do(_state.Declined(declined, time.GetUtcNow())));
        Receive<TrialReply>(reply => _campaigns().Forward(reply));
        Receive<TrainerOrdered>(Order);
        Receive<TrainersAsked>(_ => Sender.Tell(_state.List()));
        Receive<Terminated>(gone =>
        {
            foreach (var address in _nodes.Where(node => node.Value.Equals(gone.ActorRef)).Select(node => node.Key).ToArray())
            {
                _nodes.Remove(address);
                Do(_state.Gone(address, time.GetUtcNow()));
            }
        });
        Receive<Tick>(_ =>
        {
            Do(_state.Tick(time.GetUtcNow()));
            _orders.RemoveAll(order => Stopwatch.GetElapsedTime(order.At) > OrderLimit);
            foreach (var (_, order, _) in _orders)
                Do(_state.Order(order) ?? []);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TrainerPoolState.AnnounceInterval);

    // It goes on elsewhere, which then tells of it.
    protected override void PostStop()
    {
        CoordinatorSignals.Queue.Forget(Self);
        CoordinatorSignals.Trainers.Forget(Self);
    }

    // A trainer remembers what it was told, and this pool may be gone before it was: so the trainer's word is the answer.
    private void Order(TrainerOrdered order)
    {
        if (_state.Order(order) is not { } effects)
        {
            Sender.Tell(new TrainerMissing { Trainer = order.Trainer });
            return;
        }

        _orders.Add((Sender, order, Stopwatch.GetTimestamp()));
        Do(effects);
        AnswerFollowed();
    }

    private void AnswerFollowed() => _orders.RemoveAll(waiting =>
    {
        if (_state.Followed(waiting.Order) is not { } answer)
            return false;
        waiting.Asker.Tell(answer);
        return true;
    });

    private void Remember(string address)
    {
        if (_nodes.TryGetValue(address, out var known) && known.Equals(Sender))
            return;
        _nodes[address] = Context.Watch(Sender);
    }

    private void Do(IReadOnlyList<PoolEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect.Trainer is null)
                _campaigns().Tell(effect.Message);
            else if (_nodes.TryGetValue(effect.Trainer, out var node))
                node.Tell(effect.Message);
        }

        Stand();
    }

    private void Stand()
    {
        var (waiting, running) = _state.Queue;
        CoordinatorSignals.Queue.Say(Self, [new("", "waiting", waiting), new("", "running", running)]);
        var (staying, leaving) = _state.Trainers;
        CoordinatorSignals.Trainers.Say(Self, [new("", "staying", staying), new("", "leaving", leaving)]);
        for (; _lost < _state.Missing; _lost++)
            CoordinatorSignals.TrainerLost();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
