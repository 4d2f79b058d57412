using Akka.Actor;
using Akka.Event;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// A thin shell round <see cref="BoardPoolState"/>, with the table of earlier measurements and the ledger of what boards
/// did beside it. What an owner orders is answered once the ledger has it.
/// </summary>
internal sealed class BoardPool : ReceiveActor, IWithTimers
{
    // Counts and times of boards that nothing else happened to: what a killed coordinator forgets at most.
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(1);

    private readonly Func<IActorRef> _campaigns;
    private readonly MeasurementTable _table;
    private readonly BoardLedger _ledger;
    private readonly LedgerOutbox _outbox = new();
    private readonly SteadyClock _clock;
    private readonly BoardPoolState _state;
    private readonly LeaseTraces _traces = new();
    private readonly Dictionary<string, IActorRef> _sessions = [];
    private readonly DirectAskers _direct = new();
    private DateTimeOffset _lastSnapshot;
    private bool _isResting;

    public BoardPool(
        Func<IActorRef> campaigns, MeasurementTable table, BoardLedger ledger, TimeProvider time, TimeSpan leaseTime, ReferencePlan? reference)
    {
        (_campaigns, _table, _ledger, _clock) = (campaigns, table, ledger, new SteadyClock(time));
        _state = new BoardPoolState(Guid.NewGuid().ToString("N")[..8], leaseTime, reference, ledger.Boards());
        Receive<BoardAttached>(Attach);
        Receive<BoardHeard>(heard => FromSession(heard.Board, () => _state.Heard(heard.Board, Now)));
        Receive<BoardDraining>(draining => FromSession(draining.Board, () => _state.Leave(draining.Board, draining.Reason)));
        Receive<BoardDetached>(Detach);
        Receive<LeaseStarted>(started => _state.Started(started.LeaseId));
        Receive<LeaseCompleted>(Complete);
        Receive<LeaseFailed>(failed =>
        {
            _traces.Ends(failed.LeaseId, "failed");
            Do(_state.Fail(failed, Now));
        });
        Receive<MeasurementRequested>(Request);
        Receive<Found>(OnFound);
        Receive<Stored>(_ => { });
        Receive<Status.Failure>(failure => Context.GetLogger().Warning(failure.Cause, "The table of measurements failed"));
        Receive<MeasurementWithdrawn>(withdrawn => Do(_state.Withdraw(withdrawn, Now)));
        Receive<Terminated>(ended => Do([.. _direct.Ended(ended.ActorRef).SelectMany(withdrawn => _state.Withdraw(withdrawn, Now))]));
        Receive<BoardClassesAsked>(asked =>
        {
            var attached = new BoardClassesAttached { CampaignId = asked.CampaignId };
            attached.BoardClasses.Add(_state.AttachedClasses);
            attached.Classes.Add(_state.Classes);
            _campaigns().Tell(attached);
        });
        Receive<BoardsAsked>(_ => Sender.Tell(_state.List(_clock.WallOffset)));
        Receive<BoardAsked>(asked => Sender.Tell(_state.Details(asked.Board, _clock.WallOffset) as IMessage ?? new BoardMissing { Board = asked.Board }));
        Receive<DrainAsked>(asked => Order(asked.Board, _state.Drain(asked.Board, asked.Reason, Now)));
        Receive<ResumeAsked>(asked => Order(asked.Board, _state.Resume(asked.Board, Now)));
        Receive<BoardNoted>(Note);
        Receive<Written>(_ => OnWritten());
        Receive<WriteFailed>(OnWriteFailed);
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.Now;

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, BoardPoolState.HeartbeatInterval);

    // It goes on elsewhere, which then tells of it.
    protected override void PostStop() => BoardSignals.Forget(Self);

    private void Attach(BoardAttached attached)
    {
        var name = attached.Board.Name;
        var isSame = _sessions.TryGetValue(name, out var older) && older.Equals(Sender);
        switch (_state.Admit(attached, isSame, Now))
        {
            case Admission.Welcomed:
                if (!isSame)
                    older?.Tell(new BoardReplaced { Board = name });
                _sessions[name] = Sender;
                Do(_state.Attach(attached, Now));
                break;
            case Admission.Refused:
                Sender.Tell(new BoardRefused { Board = name });
                break;
            case Admission.Waiting:
                // The session asks again with its next heartbeat.
                break;
        }
    }

    private void Detach(BoardDetached detached)
    {
        if (!_sessions.TryGetValue(detached.Board, out var session) || !session.Equals(Sender))
            return;
        _sessions.Remove(detached.Board);
        Do(_state.Detach(detached.Board, Now, detached.Reason));
    }

    /// <param name="effects">Null when the board is unknown.</param>
    private void Order(string board, IReadOnlyList<BoardEffect>? effects)
    {
        if (effects is null)
        {
            Sender.Tell(new BoardMissing { Board = board });
            return;
        }

        _outbox.Changed(board);
        _outbox.AnswerLater(Sender, _state.Board(board, _clock.WallOffset)!);
        Do(effects);
    }

    private void Note(BoardNoted noted)
    {
        // Its stream may end on another coordinator than the one that was told.
        if (noted.Kind == BoardEventKind.Revoked && _sessions.TryGetValue(noted.Board, out var session))
            session.Tell(new BoardShutOut { Board = noted.Board });
        Do([new BoardEffect(noted.Board, new BoardEvent { At = Timestamp.FromDateTimeOffset(Now), Kind = noted.Kind, Detail = noted.Detail })]);
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
        if (request.Direct)
        {
            Context.Watch(Sender);
            _direct.Asked(request, Sender);
        }

        if (_state.Has(request.Key))
            Do(_state.Request(request, Now));
        else
            Task.Run(() => _table.Find(request.Key)).PipeTo(Self, success: found => new Found(request, found));
    }

    private void OnFound(Found found)
    {
        // Whoever asked may have gone while the table was read.
        if (found.Request.Direct && !_direct.Wait(found.Request.CampaignId))
            return;
        if (found.Measurement is null)
        {
            Do(_state.Request(found.Request, Now));
            return;
        }

        Answer(new MeasurementCompleted
        {
            CampaignId = found.Request.CampaignId,
            Key = found.Request.Key,
            Measurement = found.Measurement,
        });
    }

    private void Complete(LeaseCompleted completed)
    {
        _traces.Ends(completed.LeaseId, completed.Measurement.Tainted.Count > 0 ? "tainted" : "completed");
        var effects = _state.Complete(completed, Now);
        if (effects.Select(effect => effect.Message).OfType<MeasurementCompleted>().FirstOrDefault() is { } first)
            Keep(first);
        Do(effects);
    }

    private void Keep(MeasurementCompleted completed)
    {
        var measurement = completed.Measurement;
        BoardSignals.Measured(measurement);
        // One that is not closed, or tainted, helps its campaign but is no reference for later ones.
        if (measurement.Converged && measurement.Tainted.Count == 0)
            Task.Run(() => _table.Store(completed.Key, measurement)).PipeTo(Self, success: () => Stored.Instance);
    }

    private void Do(IReadOnlyList<BoardEffect> effects)
    {
        _traces.Follow(_state.Leases, Now);
        foreach (var effect in effects)
        {
            if (effect is { Board: { } board, Message: BoardEvent happened })
                _outbox.Add(board, OnTheWall(happened));
            else if (effect.Board is null)
                Answer(effect.Message);
            else if (_sessions.TryGetValue(effect.Board, out var session))
                session.Tell(Traced(effect.Message));
        }

        Write(everything: false);
    }

    private void Answer(IMessage answer) => (_direct.WhoAsked(answer) ?? _campaigns()).Tell(answer);

    private IMessage Traced(IMessage message)
    {
        if (message is LeaseGranted granted)
            granted.TraceParent = _traces.Of(granted.LeaseId);
        return message;
    }

    private BoardEvent OnTheWall(BoardEvent happened)
    {
        happened.At = Timestamp.FromDateTimeOffset(happened.At.ToDateTimeOffset() + _clock.WallOffset);
        return happened;
    }

    private void OnTick()
    {
        Do(_state.Tick(Now));
        BoardSignals.Stand(Self, _state.Classes, _state.Jobs);
        var everything = Now - _lastSnapshot >= SnapshotInterval;
        if (everything)
        {
            _lastSnapshot = Now;
            foreach (var board in _state.Connected)
                _outbox.Changed(board);
        }

        _isResting = false;
        Write(everything);
    }

    private void Write(bool everything)
    {
        var offset = _clock.WallOffset;
        if (_isResting || _outbox.Next(name => _state.Kept(name, offset), everything) is not { } batch)
            return;
        Task.Run(() => _ledger.Write(batch)).PipeTo(Self, success: () => Written.Instance, failure: cause => new WriteFailed(cause));
    }

    private void OnWritten()
    {
        foreach (var (asker, answer) in _outbox.Stored())
            asker.Tell(answer);
        Write(everything: false);
    }

    // A full disk, most likely: the next tick tries again.
    private void OnWriteFailed(WriteFailed failed)
    {
        Context.GetLogger().Warning(failed.Cause, "The ledger of boards could not be written; it is tried again");
        _isResting = true;
        foreach (var asker in _outbox.Failed())
            asker.Tell(new LedgerFault { Reason = failed.Cause.Message });
    }

    private sealed record WriteFailed(Exception Cause);

    private sealed class Written
    {
        public static readonly Written Instance = new();
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
