using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>The entries a message leads to, with what follows from them, and the answer once they are stored.</summary>
    public Decision Decide(object message, DateTimeOffset now, CampaignLimits limits)
    {
        var decision = message switch
        {
            Submission submission => Submit(submission),
            CancelCampaign => Cancel(),
            PauseCampaign => Pause(),
            ResumeCampaign => Resume(),
            ExtendCampaign extend => Extend(extend),
            TrialReply reply => Reply(reply, limits),
            TrialLost lost => Lose(lost, limits),
            MeasurementCompleted completed => Measured(completed),
            MeasurementFailed failed => MeasuringFailure(failed, limits),
            BoardClassesAttached attached => Attached(attached, now, limits),
            ReportsStored stored => Complete(stored),
            _ => Decision.Nothing,
        };
        var at = Timestamp.FromDateTimeOffset(now);
        var entries = decision.Entries;
        var state = this;
        foreach (var entry in entries)
        {
            entry.At = at;
            state = state.Apply(entry);
        }

        while (state.Follow() is { IsEmpty: false } following)
        {
            foreach (var next in following)
            {
                next.At = at;
                entries = entries.Add(next);
                state = state.Apply(next);
            }
        }

        return decision with { Entries = entries };
    }

    private Decision Submit(Submission submission)
    {
        var answer = new SubmitReply { CampaignId = Exists ? Id : submission.Request.CampaignId };
        if (Exists)
            return Decision.Only(answer);
        var submitted = new Submitted
        {
            CampaignId = submission.Request.CampaignId,
            SubmissionId = submission.Request.SubmissionId,
            Spec = submission.Request.Spec,
            Owner = submission.Request.Owner,
            Start = submission.Request.Start,
            Protocol = submission.Protocol,
            TraceParent = submission.Request.TraceParent,
            MeasuresLast = submission.MeasuresLast,
            Networks = submission.Networks,
        };
        return Decision.Store(new Entry { Submitted = submitted }) with { Answer = answer };
    }

    private Decision Cancel()
    {
        if (Ended)
            return Decision.Only(new CancelReply { State = Phase });
        var entries =
            from trial in Trials
            where !trial.Ended
            select new Entry { TrialEnded = new TrialEnded { TrialId = trial.Id, State = TrialState.Cancelled } };
        return new Decision(
            [.. entries, new Entry { PhaseChanged = new PhaseChanged { State = Phase.Cancelled } }],
            new CancelReply { State = Phase.Cancelled });
    }

    private Decision Complete(ReportsStored stored)
    {
        if (!ReadyForReports)
            return Decision.Nothing;
        var change = new PhaseChanged { State = Phase.Completed };
        change.Reports.Add(stored.Reports);
        return Decision.Store(new Entry { PhaseChanged = change });
    }

    /// <summary>What is due now: a trial's new target, who goes on from a rung, or the campaign's next phase once all trials have ended.</summary>
    private ImmutableArray<Entry> Follow() =>
        Retarget() is { } retargeted ? [retargeted]
        : Judge() is { IsEmpty: false } judged ? judged
        : EndOfTrials() is { } end ? [end] : [];

    private Entry? EndOfTrials()
    {
        if (Phase != Phase.Running || !Trials.All(trial => trial.Ended))
            return null;
        if (Candidates.Any())
            return new Entry { PhaseChanged = new PhaseChanged { State = Phase.Measuring } };
        var reasons = Trials.Where(trial => trial.Reason != "").Select(trial => $"{trial.Id}: {trial.Reason}").ToImmutableArray();
        return Failed(reasons.Length > 0 ? string.Join("; ", reasons) : "no trial found a candidate");
    }

    private static Entry Failed(string reason) =>
        new() { PhaseChanged = new PhaseChanged { State = Phase.Failed, Reason = reason } };
}
