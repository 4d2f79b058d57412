using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// A thin shell round <see cref="CampaignState"/>: it stores what the state decides, then answers, then asks the
/// pools for what the new state wants.
/// </summary>
internal sealed class CampaignActor : ReceivePersistentActor, IWithTimers
{
    // An entry is some hundred bytes to some thousands, a measurement being the largest.
    private const int EntriesASnapshot = 100;

    private readonly CampaignParts _parts;
    private readonly string _campaignId;
    private readonly List<Entry> _entries = [];
    private readonly List<CampaignEvent> _history = [];
    private readonly HashSet<IActorRef> _watchers = [];
    private readonly Dictionary<string, TrialProgress> _progress = [];
    private readonly CampaignTelemetry _telemetry = new();
    private readonly ProgressTrail _trail = new();
    private CampaignState _state = CampaignState.Empty;
    private IReadOnlyList<IMessage> _asked = [];
    private Shortages _shortages = Shortages.Unknown;
    private string _waitingFor = "";
    private bool _reporting;
    private IActorRef? _asker;
    private int _writingSnapshots;
    private bool _wasOpen;
    private long _started;
    private long _writeStarted;

    public CampaignActor(string campaignId, CampaignParts parts)
    {
        PersistenceId = $"campaign-{campaignId}";
        (_campaignId, _parts) = (campaignId, parts);
        Recover<SnapshotOffer>(offer => Restore((CampaignSnapshot)offer.Snapshot));
        Recover<Entry>(Apply);
        Recover<RecoveryCompleted>(_ =>
        {
            (_wasOpen, _started) = (_state.Exists && !_state.Ended, parts.Time.GetTimestamp());
            Act(_state);
        });

        Command<SubmitCampaign>(request => Decide(new Submission(_state.Exists ? request : _telemetry.Traced(request), parts.Protocol, parts.MeasuresLast, parts.Networks)));
        Command<CancelCampaign>(IfSubmitted);
        Command<PauseCampaign>(IfSubmitted);
        Command<ResumeCampaign>(IfSubmitted);
        Command<ExtendCampaign>(IfSubmitted);
        Command<CampaignAsked>(_ => IfKnown(() => _state.ToCampaign(_progress, _shortages)));
        Command<SummaryAsked>(_ => Summarise());
        Command<ResultsAsked>(_ => IfKnown(() => _state.ToResults(_progress)));
        Command<WatchCampaign>(Watch);
        Command<Terminated>(watcher => _watchers.Remove(watcher.ActorRef));
        Command<TrialReply>(OnReply);
        Command<TrialLost>(Decide);
        Command<MeasurementCompleted>(Decide);
        Command<MeasurementFailed>(Decide);
        Command<BoardClassesAttached>(OnBoards);
        Command<SlotsAwaited>(awaited => Know(_shortages with { Slots = awaited.Reason }));
        Command<ReportsStored>(stored =>
        {
            _reporting = false;
            Decide(stored);
        });
        Command<Status.Failure>(OnReportFailure);
        Command<Tick>(_ => AskAgain());
        // Whose turn it is at a board changes nothing that is stored.
        Command<MeasurementLeased>(_ => { });
        Command<Leave>(_ => Context.Stop(Self));
        Command<SaveSnapshotSuccess>(saved =>
        {
            _writingSnapshots--;
            DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
        });
        Command<SaveSnapshotFailure>(failure =>
        {
            _writingSnapshots--;
            Context.GetLogger().Warning(failure.Cause, "No snapshot of {0} was taken; its entries are all there", PersistenceId);
        });
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failure => Context.GetLogger().Warning(failure.Cause, "Older snapshots of {0} stay for now", PersistenceId));
        Command<ReferencesAsked>(_ => IfKnown(References));
        Command<EraseCampaign>(_ => Erase());
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop()
    {
        _telemetry.Stop();
        base.PostStop();
    }

    protected override void OnRecoveryFailure(Exception cause, object? message = null) =>
        Context.GetLogger().JournalFailed(cause, $"The journal of {PersistenceId} cannot be read");

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Refuse(cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Refuse(cause);
        // What is in memory may be ahead of the journal by now: the directory's next question starts this campaign afresh.
        Context.Stop(Self);
    }

    private void Refuse(Exception cause)
    {
        Context.GetLogger().JournalFailed(cause, $"The journal did not take an entry of {PersistenceId}");
        _asker?.Tell(new CampaignFault { Reason = cause.Message });
    }

    private void IfSubmitted(object order)
    {
        if (_state.Exists)
            Decide(order);
        else
            Unknown();
    }

    private void IfKnown(Func<IMessage> answer)
    {
        if (_state.Exists)
            Sender.Tell(answer());
        else
            Unknown();
    }

    // Whoever makes ids up is not to fill the memory with campaigns that there are not.
    private void Unknown()
    {
        Sender.Tell(new CampaignUnknown { CampaignId = _campaignId });
        Context.Parent.Tell(new Passivate(Leave.Instance));
    }

    private void Erase()
    {
        if (_state.Exists && !_state.Ended)
        {
            Sender.Tell(new CampaignErased { CampaignId = _campaignId, Open = true });
            return;
        }

        // One that is still being written would stay behind, and bring a part of the campaign back: the directory asks again.
        if (_writingSnapshots > 0)
            return;
        var (asker, last) = (Sender, LastSequenceNr);
        Become(() => Erasing(asker, last));
        DeleteSnapshots(new SnapshotSelectionCriteria(last));
    }

    // Whoever asks for something else meanwhile repeats it, and comes to a campaign that has started afresh.
    private void Erasing(IActorRef asker, long last)
    {
        // Older ones are deleted after each new one as well.
        Command<DeleteSnapshotsSuccess>(done => done.Criteria.MaxSequenceNr == last, _ => DeleteMessages(last));
        Command<DeleteSnapshotsFailure>(failure => failure.Criteria.MaxSequenceNr == last, failure => End(failure.Cause));
        Command<DeleteMessagesSuccess>(_ => End(null));
        Command<DeleteMessagesFailure>(failure => End(failure.Cause));
        CommandAny(_ => { });

        void End(Exception? cause)
        {
            asker.Tell(new CampaignErased { CampaignId = _campaignId, Fault = cause?.Message ?? "" });
            Context.Stop(Self);
        }
    }

    // What its trainers have stored while it was away they tell within moments of its start.
    private ArtifactReferences References()
    {
        var references = CampaignReferences.Of(_entries, _state);
        references.Incomplete = _wasOpen && !_state.Ended && _parts.Time.GetElapsedTime(_started) < _parts.Settling;
        return references;
    }

    private void OnReply(TrialReply reply)
    {
        if (!_state.Exists)
        {
            Sender.Tell(new StopTrial { Key = reply.Key, Reason = "no coordinator here knows the campaign" });
            return;
        }

        if (reply.KindCase == TrialReply.KindOneofCase.Progressed
            && reply.Key.Equals(_state.CurrentKey(reply.Key.TrialId)))
        {
            _progress[reply.Key.TrialId] = reply.Progressed;
            _telemetry.Progressed();
            var told = new CampaignEvent
            {
                Offset = _state.Offset,
                At = Now(),
                Progress = new TrialProgressed { TrialId = reply.Key.TrialId, Progress = reply.Progressed },
            };
            _trail.Note(told);
            Publish(told);
            return;
        }

        Decide(reply);
    }

    // How the boards are changes nothing that is stored, only what is said of the wait.
    private void OnBoards(BoardClassesAttached attached)
    {
        Decide(attached);
        Know(_shortages with { Boards = attached.Classes });
    }

    private void Know(Shortages shortages)
    {
        _shortages = shortages;
        if (_state.Exists && _state.ToSummary(shortages).WaitingFor != _waitingFor)
            Summarise();
    }

    private void Summarise()
    {
        if (!_state.Exists)
        {
            Unknown();
            return;
        }

        var summary = _state.ToSummary(_shortages);
        _waitingFor = summary.WaitingFor;
        _telemetry.Stands(_state, waits: _waitingFor != "");
        _parts.Directory().Tell(summary);
    }

    private void Decide(object message)
    {
        var before = _state;
        var decision = _state.Decide(message, _parts.Time.GetUtcNow(), _parts.Limits);
        var asker = Sender;
        if (decision.Entries.IsEmpty)
        {
            Answer(asker, decision.Answer);
            return;
        }

        foreach (var entry in decision.Entries)
            _trail.AddTo(entry);
        _asker = asker;
        _writeStarted = Stopwatch.GetTimestamp();
        var left = decision.Entries.Count;
        PersistAll(decision.Entries, entry =>
        {
            Apply(entry);
            if (--left > 0)
                return;
            CoordinatorSignals.JournalWrite.Record(Stopwatch.GetElapsedTime(_writeStarted).TotalSeconds);
            _asker = null;
            Answer(asker, decision.Answer);
            Act(before);
            TakeSnapshot(before);
        });
    }

    private void TakeSnapshot(CampaignState before)
    {
        if (before.Offset / EntriesASnapshot == _state.Offset / EntriesASnapshot)
            return;
        _writingSnapshots++;
        SaveSnapshot(new CampaignSnapshot { Version = Snapshots.Version, Entries = { _entries } });
    }

    private void Restore(CampaignSnapshot snapshot)
    {
        Snapshots.Check(snapshot.Version);
        foreach (var entry in snapshot.Entries)
            Apply(entry);
    }

    private static void Answer(IActorRef asker, IMessage? answer)
    {
        if (answer is not null)
            asker.Tell(answer);
    }

    private void Apply(Entry entry)
    {
        _entries.Add(entry);
        _state = _state.Apply(entry);
        _trail.Recall(entry, _state.Offset);
        if (entry.ToEvent(_state) is not { } shown)
            return;
        if (entry.KindCase == Entry.KindOneofCase.CampaignExtended)
            ForgetTheEnd();
        _history.Add(shown);
        Publish(shown);
    }

    // A watcher goes home at the event of an end, and this one was none.
    private void ForgetTheEnd()
    {
        for (var i = 0; i < _history.Count; i++)
        {
            if (_history[i] is { KindCase: CampaignEvent.KindOneofCase.StateChanged } past && past.StateChanged.IsEnd())
                _history[i] = new CampaignEvent { Offset = past.Offset, At = past.At, Note = "Completed, and extended later" };
        }
    }

    private void Act(CampaignState before)
    {
        if (!_state.Exists)
            return;
        foreach (var withdrawal in _state.Withdrawals(before))
            Send(withdrawal);
        var asks = _state.Asks();
        foreach (var ask in asks.Except(_asked))
            Send(ask);
        _asked = asks;
        _telemetry.Follow(before, _state);
        // Reasons may quote a file that anybody has sent: as JSON they cannot pass for lines of the log.
        if (_state.Phase == Phase.Rejected && before.Phase != Phase.Rejected)
            Context.GetLogger().Warning("Campaign {0} was rejected: {1}", _campaignId, string.Join(", ", _state.Problems));
        Summarise();
        Report();
        if (_state.Ended)
            Timers.Cancel(Tick.Instance);
        else if (!Timers.IsTimerActive(Tick.Instance))
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _parts.AskInterval);
    }

    private void AskAgain()
    {
        foreach (var ask in _state.Asks())
            Send(ask);
        Report();
    }

    private void Send(IMessage message)
    {
        var pool = message is SlotRequested or SlotWithdrawn or TrialExpected or RetargetTrial or ReturnTrial ? _parts.TrainerPool() : _parts.BoardPool();
        pool.Tell(message);
    }

    private void Report()
    {
        if (_reporting || !_state.ReadyForReports)
            return;
        _reporting = true;
        var results = _state.ToResults(_progress);
        results.Campaign.State = Phase.Completed;
        results.Campaign.EndedAt = Now();
        results.Campaign.WaitingFor = "";
        Task.Run(() => _parts.Reports.WriteAsync(results)).PipeTo(Self, success: reports => new ReportsStored(reports));
    }

    // A full disk, most likely: the next tick tries again.
    private void OnReportFailure(Status.Failure failure)
    {
        _reporting = false;
        Context.GetLogger().Warning(failure.Cause, "The report of {0} could not be stored", PersistenceId);
    }

    private void Watch(WatchCampaign watch)
    {
        if (!_state.Exists)
        {
            Unknown();
            return;
        }

        if (!_watchers.Add(Sender))
            return;
        Context.Watch(Sender);
        foreach (var past in _trail.Among(_history).Where(past => past.Offset > watch.FromOffset))
            Sender.Tell(past);
    }

    private void Publish(CampaignEvent shown)
    {
        foreach (var watcher in _watchers)
            watcher.Tell(shown);
    }

    private Google.Protobuf.WellKnownTypes.Timestamp Now() =>
        Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(_parts.Time.GetUtcNow());

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
