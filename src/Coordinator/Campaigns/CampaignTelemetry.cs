using System.Diagnostics;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What one campaign shows of itself: its span, its place in the counts, and when it last had news.</summary>
internal sealed class CampaignTelemetry
{
    private Activity? _span;

    /// <summary>The request under a span of the campaign's own, which all that comes of it is under.</summary>
    public SubmitCampaign Traced(SubmitCampaign request)
    {
        _span?.Dispose();
        _span = Begin(Spans.Campaign, request.TraceParent, request.CampaignId);
        return _span?.Id is { } id ? new SubmitCampaign(request) { TraceParent = id } : request;
    }

    /// <summary>An entry is stored, or the journal has been read back.</summary>
    public void Follow(CampaignState before, CampaignState now)
    {
        if (now.Candidates.Count() - before.Candidates.Count() is > 0 and var found)
            CoordinatorSignals.CandidatesFound.Add(found);
        foreach (var trial in now.Trials.Where(trial => trial.Ended && before.Trial(trial.Id)?.Ended != true))
            CoordinatorSignals.TrialsEnded.Add(1, CoordinatorSignals.InState(trial.State, isTrial: true));
        if (now.Ended && !before.Ended)
            CoordinatorSignals.CampaignDuration.Record((now.EndedAt!.Value - now.SubmittedAt).TotalSeconds, CoordinatorSignals.InState(now.Phase));
        if (now.Ended)
            End(now);
        else
            CoordinatorSignals.News(this);
        // The coordinator was started again, or the campaign was extended: its first span has ended.
        if (!now.Ended && _span is null && now.TraceParent != "")
            _span = Begin(Spans.CampaignResumed, now.TraceParent, now.Id);
    }

    /// <param name="waits">Nothing happens until others do their part.</param>
    public void Stands(CampaignState now, bool waits)
    {
        if (now.Ended)
            return;
        var state = CoordinatorSignals.Word(now.Shown);
        CoordinatorSignals.Campaigns.Say(this, state);
        if (waits)
        {
            CoordinatorSignals.Waiting.Say(this, state);
            CoordinatorSignals.NoNewsDue(this);
        }
        else
        {
            CoordinatorSignals.Waiting.Forget(this);
            CoordinatorSignals.NewsDue(this);
        }
    }

    public void Progressed() => CoordinatorSignals.News(this);

    /// <summary>The campaign ends, or goes on in another actor.</summary>
    public void Stop()
    {
        CoordinatorSignals.Campaigns.Forget(this);
        CoordinatorSignals.Waiting.Forget(this);
        CoordinatorSignals.NoNewsDue(this);
        _span?.Dispose();
        _span = null;
    }

    private void End(CampaignState ended)
    {
        _span?.SetTag("deepiot.campaign.state", CoordinatorSignals.Word(ended.Phase))
            .SetTag("deepiot.campaign.candidates", ended.Candidates.Count());
        Stop();
    }

    private static Activity? Begin(string span, string traceParent, string campaignId) =>
        Signals.ContinueBeside(span, traceParent)?.SetTag("deepiot.campaign.id", campaignId);
}
