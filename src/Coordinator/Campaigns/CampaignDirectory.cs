using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// Parent of all campaigns, itself a cluster singleton: it remembers which there are and starts those that have not
/// ended. Cluster sharding would spread them over nodes, but on a single node it took 4 to 5 s longer to be ready;
/// every message names its campaign, so shards can take this actor's place without a change to any other.
/// </summary>
internal sealed class CampaignDirectory : ReceivePersistentActor, IWithTimers
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(3);
    private readonly CampaignParts _parts;
    private readonly HashSet<string> _reopened = [];
    private DirectoryState _state = DirectoryState.Empty;

    public CampaignDirectory(CampaignParts parts)
    {
        _parts = parts;
        Recover<DirectoryEntry>(entry => _state = _state.Apply(entry));
        Recover<RecoveryCompleted>(_ => StartOpen());

        Command<SubmitCampaign>(Submit);
        Command<CancelCampaign>(cancel => Ask(cancel.CampaignId, cancel));
        Command<PauseCampaign>(pause => Ask(pause.CampaignId, pause));
        Command<ResumeCampaign>(resume => Ask(resume.CampaignId, resume));
        Command<ExtendCampaign>(Extend);
        Command<CampaignAsked>(ask => Ask(ask.CampaignId, ask));
        Command<ResultsAsked>(ask => Ask(ask.CampaignId, ask));
        Command<WatchCampaign>(watch => Ask(watch.CampaignId, watch));
        Command<CampaignsAsked>(ask => Sender.Tell(_state.Page(ask.AfterCampaignId, ask.PageSize)));
        Command<TrialReply>(OnReply);
        Command<SlotsAwaited>(awaited => Tell(awaited.CampaignId, awaited));
        Command<TrialLost>(lost => Tell(lost.Key.CampaignId, lost));
        Command<MeasurementCompleted>(completed => Tell(completed.CampaignId, completed));
        Command<MeasurementFailed>(failed => Tell(failed.CampaignId, failed));
        Command<MeasurementLeased>(leased => Tell(leased.CampaignId, leased));
        Command<BoardClassesAttached>(attached => Tell(attached.CampaignId, attached));
        Command<CampaignSummary>(Summarised);
        Command<Terminated>(OnTerminated);
        Command<Restart>(restart => Child(restart.CampaignId));
    }

    public override string PersistenceId => "campaigns";

    public ITimerScheduler Timers { get; set; } = null!;

    private void StartOpen()
    {
        foreach (var id in _state.Open)
            Child(id);
    }

    private void Submit(SubmitCampaign request)
    {
        if (_state.Knows(request.CampaignId))
        {
            Child(request.CampaignId).Forward(request);
            return;
        }

        if (StorageQuota.Refusal(request, _state.Summaries.Values, _parts.BytesPerUser) is { } refused)
        {
            Sender.Tell(refused);
            return;
        }

        Persist(new DirectoryEntry { Listed = new Listed { CampaignId = request.CampaignId } }, entry =>
        {
            _state = _state.Apply(entry);
            Child(request.CampaignId).Forward(request);
        });
    }

    // Listed as open before it is: one that stays closed after all is closed again when it is next started.
    private void Extend(ExtendCampaign extend)
    {
        if (!_state.Closed.Contains(extend.CampaignId))
        {
            Ask(extend.CampaignId, extend);
            return;
        }

        Persist(new DirectoryEntry { Reopened = new Reopened { CampaignId = extend.CampaignId } }, entry =>
        {
            _state = _state.Apply(entry);
            _reopened.Add(extend.CampaignId);
            Child(extend.CampaignId).Forward(extend);
        });
    }

    private void Ask(string campaignId, object message)
    {
        if (_state.Knows(campaignId))
            Child(campaignId).Forward(message);
        else
            Sender.Tell(new CampaignUnknown { CampaignId = campaignId });
    }

    private void OnReply(TrialReply reply)
    {
        if (_state.Knows(reply.Key.CampaignId))
            Child(reply.Key.CampaignId).Forward(reply);
        else
            Sender.Tell(new StopTrial { Key = reply.Key, Reason = "this coordinator does not know the campaign" });
    }

    private void Tell(string campaignId, object message)
    {
        if (_state.Knows(campaignId))
            Child(campaignId).Forward(message);
    }

    private void Summarised(CampaignSummary summary)
    {
        _state = _state.With(summary);
        CoordinatorSignals.ActiveCampaigns = _state.Open.Count();
        // One that is started to be extended says first what it was.
        var wasReopened = _reopened.Remove(summary.CampaignId);
        if (!summary.State.Ended() || wasReopened || _state.Closed.Contains(summary.CampaignId))
            return;
        Persist(new DirectoryEntry { Closed = new Closed { Summary = summary } }, entry =>
        {
            _state = _state.Apply(entry);
            CoordinatorSignals.ActiveCampaigns = _state.Open.Count();
        });
    }

    // A campaign stops when the journal fails it; what it was is in the journal.
    private void OnTerminated(Terminated terminated)
    {
        var id = terminated.ActorRef.Path.Name;
        if (_state.Closed.Contains(id))
            return;
        Context.GetLogger().Warning("Campaign {0} stopped; it is started again in {1}", id, RestartDelay);
        Timers.StartSingleTimer(id, new Restart(id), RestartDelay);
    }

    private IActorRef Child(string campaignId)
    {
        var child = Context.Child(campaignId);
        return child.IsNobody()
            ? Context.Watch(Context.ActorOf(Props.Create(() => new CampaignActor(campaignId, _parts)), campaignId))
            : child;
    }

    private sealed record Restart(string CampaignId);
}
