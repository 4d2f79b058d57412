using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// Remembers which campaigns there are, itself a cluster singleton, and asks each that has not ended how it is: that
/// starts those that stopped with their coordinator, wherever their shard is now.
/// </summary>
internal sealed class CampaignDirectory : ReceivePersistentActor, IWithTimers
{
    /// <summary>How soon a campaign that stopped is started again at the latest.</summary>
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AnswerPause = TimeSpan.FromSeconds(0.1), LongestSilence = TimeSpan.FromSeconds(3);

    private const int EntriesASnapshot = 200;

    private readonly Func<IActorRef> _campaigns;
    private readonly long? _bytesPerUser;
    private readonly List<DirectoryEntry> _entries = [];
    private readonly HashSet<string> _reopened = [];
    private readonly Dictionary<string, CampaignSummary> _promised = [];
    private readonly HashSet<string> _unbegun = [];
    private readonly Dictionary<string, List<IActorRef>> _deleters = [];
    private DirectoryState _state = DirectoryState.Empty;
    private long _recoveredAt;

    /// <param name="campaigns">The way to each campaign by its id.</param>
    /// <param name="bytesPerUser">That the campaigns of one user may keep stored; null for any number.</param>
    public CampaignDirectory(Func<IActorRef> campaigns, long? bytesPerUser = null)
    {
        (_campaigns, _bytesPerUser) = (campaigns, bytesPerUser);
        Recover<SnapshotOffer>(offer => Restore((DirectorySnapshot)offer.Snapshot));
        Recover<DirectoryEntry>(entry => Apply([entry]));
        Recover<RecoveryCompleted>(_ =>
        {
            _recoveredAt = Stopwatch.GetTimestamp();
            AskOpen();
        });

        Command<SubmitCampaign>(Submit);
        Command<ExtendCampaign>(Extend);
        Command<CampaignsAsked>(List);
        Command<DeleteCampaign>(Delete);
        Command<CampaignErased>(Erased);
        Command<CampaignIdsAsked>(ask => Sender.Tell(_state.After(ask.AfterCampaignId, ask.PageSize)));
        Command<CampaignSummary>(Summarised);
        Command<CampaignUnknown>(Unbegun);
        Command<AskOpenNow>(_ => AskOpen());
        Command<SaveSnapshotSuccess>(saved => DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1)));
        Command<SaveSnapshotFailure>(failure => Context.GetLogger().Warning(failure.Cause, "No snapshot of the directory was taken; its entries are all there"));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failure => Context.GetLogger().Warning(failure.Cause, "Older snapshots of the directory stay for now"));
    }

    public override string PersistenceId => "campaigns";

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnRecoveryFailure(Exception cause, object? message = null) =>
        Context.GetLogger().JournalFailed(cause, "The journal of the campaigns' directory cannot be read");

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Context.GetLogger().JournalFailed(cause, "The journal did not take an entry of the campaigns' directory");

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartPeriodicTimer(AskOpenNow.Instance, AskOpenNow.Instance, AskInterval);
    }

    private void AskOpen()
    {
        foreach (var id in _state.Open)
            _campaigns().Tell(new SummaryAsked { CampaignId = id });
    }

    private void List(CampaignsAsked ask)
    {
        if (HasHeard)
            Sender.Tell(_state.Page(ask.AfterCampaignId, ask.PageSize));
        else
            Later(ask);
    }

    // What a user keeps stored is in the summaries, and in what was let in and has not said yet how it is.
    private void Submit(SubmitCampaign request)
    {
        var id = request.CampaignId;
        var isListed = _state.Knows(id);
        if (_deleters.ContainsKey(id))
            BeingDeleted();
        else if (isListed && !_unbegun.Contains(id))
            _campaigns().Forward(request);
        else if (_bytesPerUser is not null && !KnowsWhatIsStored)
            Later(request);
        else if (StorageQuota.Refusal(request, Stored, _bytesPerUser) is { } refused)
            Sender.Tell(refused);
        else
        {
            _promised[id] = StorageQuota.Promise(request);
            _unbegun.Remove(id);
            if (isListed)
                _campaigns().Forward(request);
            else
                Keep(new DirectoryEntry { Listed = new Listed { CampaignId = id } }, () => _campaigns().Forward(request));
        }
    }

    // It was listed, and its submission was lost on the way: whoever repeats it is let in as anybody else.
    private void Unbegun(CampaignUnknown unknown)
    {
        _promised.Remove(unknown.CampaignId);
        if (_state.Knows(unknown.CampaignId))
            _unbegun.Add(unknown.CampaignId);
    }

    private IEnumerable<CampaignSummary> Stored => _state.Summaries.Values.Concat(_promised.Values);

    // A directory that has just come here has not heard of all campaigns yet; one that does not answer is left out.
    private bool HasHeard => _state.HasHeardOfAll || Stopwatch.GetElapsedTime(_recoveredAt) > LongestSilence;

    private bool KnowsWhatIsStored => HasHeard
        || _state.Open.All(id => _state.Summaries.ContainsKey(id) || _promised.ContainsKey(id) || _unbegun.Contains(id));

    private void Later(IMessage ask) => Context.System.Scheduler.ScheduleTellOnce(AnswerPause, Self, ask, Sender);

    // Listed as open before it is: one that stays closed after all is closed again when it is next asked how it is.
    private void Extend(ExtendCampaign extend)
    {
        if (_deleters.ContainsKey(extend.CampaignId))
        {
            BeingDeleted();
            return;
        }

        if (_bytesPerUser is not null && !KnowsWhatIsStored)
        {
            Later(extend);
            return;
        }

        // One that has it already says so again, whatever is stored by now.
        if (Stored.FirstOrDefault(campaign => campaign.CampaignId == extend.CampaignId) is { } extended)
            extend = new ExtendCampaign(extend) { OverQuota = StorageQuota.Refusal(extended, Stored, _bytesPerUser) };
        if (extend.OverQuota is not null || !_state.Closed.Contains(extend.CampaignId))
        {
            _campaigns().Forward(extend);
            return;
        }

        Keep(new DirectoryEntry { Reopened = new Reopened { CampaignId = extend.CampaignId } }, () =>
        {
            _reopened.Add(extend.CampaignId);
            _campaigns().Forward(extend);
        });
    }

    // Forgotten last: until its journal is empty, whoever deletes it once more finishes what was begun.
    private void Delete(DeleteCampaign delete)
    {
        if (!_state.Knows(delete.CampaignId))
        {
            Sender.Tell(new CampaignUnknown { CampaignId = delete.CampaignId });
            return;
        }

        if (!_deleters.TryGetValue(delete.CampaignId, out var deleters))
            _deleters[delete.CampaignId] = deleters = [];
        deleters.Add(Sender);
        _campaigns().Tell(new EraseCampaign { CampaignId = delete.CampaignId });
    }

    private void Erased(CampaignErased erased)
    {
        // The answer to a question that was repeated: by now there may be a new one of that id.
        if (!_deleters.Remove(erased.CampaignId, out var deleters))
            return;
        if (erased.Open)
            Answer(new CampaignOpen { CampaignId = erased.CampaignId });
        else if (erased.Fault != "")
            Answer(new CampaignFault { Reason = erased.Fault });
        else
        {
            _promised.Remove(erased.CampaignId);
            _unbegun.Remove(erased.CampaignId);
            Keep(new DirectoryEntry { Erased = new Erased { CampaignId = erased.CampaignId } }, () => Answer(new DeleteReply()));
        }

        void Answer(IMessage answer)
        {
            foreach (var deleter in deleters)
                deleter.Tell(answer);
        }
    }

    // A campaign that began, or went on, before its end is written would be forgotten with it.
    private void BeingDeleted() => Sender.Tell(new CampaignFault { Reason = "the campaign is just being deleted" });

    private void Summarised(CampaignSummary summary)
    {
        _promised.Remove(summary.CampaignId);
        if (!_state.Knows(summary.CampaignId))
            return;
        _state = _state.With(summary);
        // One that is started to be extended says first what it was.
        var wasReopened = _reopened.Remove(summary.CampaignId);
        if (!summary.State.IsEnd() || wasReopened || _state.Closed.Contains(summary.CampaignId))
            return;
        Keep(new DirectoryEntry { Closed = new Closed { Summary = summary } }, () => { });
    }

    private void Keep(DirectoryEntry entry, Action then) => Persist(entry, kept =>
    {
        Apply([kept]);
        if (_entries.Count % EntriesASnapshot == 0)
            SaveSnapshot(new DirectorySnapshot { Version = Snapshots.Version, Entries = { _entries } });
        then();
    });

    private void Restore(DirectorySnapshot snapshot)
    {
        Snapshots.Check(snapshot.Version);
        Apply(snapshot.Entries);
    }

    private void Apply(IEnumerable<DirectoryEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Add(entry);
            _state = _state.Apply(entry);
        }
    }

    private sealed class AskOpenNow
    {
        public static readonly AskOpenNow Instance = new();
    }
}
