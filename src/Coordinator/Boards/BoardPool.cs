using Akka.Actor;
using Akka.Event;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards;

/// <summary>A thin shell round <see cref="BoardPoolState"/>, with the table of earlier measurements beside it.</summary>
internal sealed class BoardPool : ReceiveActor, IWithTimers
{
    private readonly Func<IActorRef> _campaigns;
    private readonly MeasurementTable _table;
    private readonly TimeProvider _time;
    private readonly BoardPoolState _state;
    private readonly LeaseTraces _traces = new();
    private readonly Dictionary<string, IActorRef> _sessions = [];

    public BoardPool(Func<IActorRef> campaigns, MeasurementTable table, TimeProvider time, TimeSpan leaseTime)
    {
        (_campaigns, _table, _time) = (campaigns, table, time);
        _state = new BoardPoolState(Guid.NewGuid().ToString("N")[..8], leaseTime);
        Receive<BoardAttached>(Attach);
        Receive<BoardHeard>(heard => FromSession(heard.Board, () => _state.Heard(heard.Board, Now)));
        Receive<BoardDraining>(draining => FromSession(draining.Board, () => _state.Drain(draining.Board)));
        Receive<BoardDetached>(Detach);
        Receive<LeaseStarted>(_ => { });
        Receive<LeaseCompleted>(Complete);
        Receive<LeaseFailed>(failed => Do(_state.Fail(failed, Now)));
        Receive<MeasurementRequested>(Request);
        Receive<Found>(OnFound);
        Receive<Stored>(_ => { });
        Receive<Status.Failure>(failure => Context.GetLogger().Warning(failure.Cause, "The table of measurements failed"));
        Receive<MeasurementWithdrawn>(withdrawn => Do(_state.Withdraw(withdrawn, Now)));
        Receive<BoardClassesAsked>(asked =>
        {
            var attached = new BoardClassesAttached { CampaignId = asked.CampaignId };
            attached.BoardClasses.Add(_state.AttachedClasses);
            _campaigns().Tell(attached);
        });
        Receive<BoardsAsked>(_ => Sender.Tell(_state.List()));
        Receive<Tick>(_ => Do(_state.Tick(Now)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, BoardPoolState.HeartbeatInterval);

    // The newest stream wins: the older one is half-open, or somebody gave two boards one name.
    private void Attach(BoardAttached attached)
    {
        var name = attached.Board.Name;
        if (_sessions.TryGetValue(name, out var older) && !older.Equals(Sender))
            older.Tell(new BoardReplaced { Board = name });
        _sessions[name] = Sender;
        Do(_state.Attach(attached, Now));
    }

    private void Detach(BoardDetached detached)
    {
        if (!_sessions.TryGetValue(detached.Board, out var session) || !session.Equals(Sender))
            return;
        _sessions.Remove(detached.Board);
        Do(_state.Detach(detached.Board));
    }

    private void FromSession(string board, Func<IReadOnlyList<BoardEffect>> change)
    {
        if (!_sessions.TryGetValue(board, out var session))
            Sender.Tell(new BoardUnknown { Board = board });
        else if (session.Equals(Sender))
            Do(change());
        else
            Sender.Tell(new BoardReplaced { Board = board });
    }

    private void Request(MeasurementRequested request)
    {
        if (_state.Has(request.Key))
            Do(_state.Request(request, Now));
        else
            Task.Run(() => _table.Find(request.Key)).PipeTo(Self, success: found => new Found(request, found));
    }

    private void OnFound(Found found)
    {
        if (found.Measurement is null)
        {
            Do(_state.Request(found.Request, Now));
            return;
        }

        _campaigns().Tell(new MeasurementCompleted
        {
            CampaignId = found.Request.CampaignId,
            Key = found.Request.Key,
            Measurement = found.Measurement,
        });
    }

    private void Complete(LeaseCompleted completed)
    {
        var effects = _state.Complete(completed, Now);
        if (effects.Select(effect => effect.Message).OfType<MeasurementCompleted>().FirstOrDefault() is { } first)
            Keep(first);
        Do(effects);
    }

    private void Keep(MeasurementCompleted completed)
    {
        var measurement = completed.Measurement;
        CoordinatorSignals.BoardLatency.Record(
            measurement.MedianMs / 1000,
            new KeyValuePair<string, object?>("deepiot.board.class", measurement.BoardClass));
        // One that is not closed, or tainted, helps its campaign but is no reference for later ones.
        if (measurement.Converged && measurement.Tainted.Count == 0)
            Task.Run(() => _table.Store(completed.Key, measurement)).PipeTo(Self, success: () => Stored.Instance);
    }

    private void Do(IReadOnlyList<BoardEffect> effects)
    {
        _traces.Follow(_state.Leases, Now);
        foreach (var effect in effects)
        {
            if (effect.Board is null)
                _campaigns().Tell(effect.Message);
            else if (_sessions.TryGetValue(effect.Board, out var session))
                session.Tell(effect.Message);
        }
    }

    private sealed record Found(MeasurementRequested Request, Measurement? Measurement);

    private sealed class Stored
    {
        public static readonly Stored Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
