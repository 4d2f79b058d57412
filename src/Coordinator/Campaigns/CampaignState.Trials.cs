using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>The trial_id of the examination.</summary>
    public const string Examination = "examine";

    /// <summary>The attempt that is to run now; null when that trial is not to run.</summary>
    public TrialKey? CurrentKey(string trialId)
    {
        if (Ended || (Paused && Trial(trialId) is not { State: TrialState.Running }))
            return null;
        var attempt = trialId switch
        {
            Examination => Phase == Phase.Examining ? ExaminationAttempt : 0,
            Characterisation => Phase == Phase.Characterising && !StructuresDrawn ? PreparationAttempt : 0,
            Learning => IsReadyToLearn ? PreparationAttempt : 0,
            _ => Trial(trialId) is { State: TrialState.Queued or TrialState.Running } trial ? trial.Attempt : 0,
        };
        return attempt == 0 ? null : new TrialKey { CampaignId = Id, TrialId = trialId, Attempt = attempt };
    }

    private Decision Reply(TrialReply reply, CampaignLimits limits)
    {
        var key = reply.Key;
        var stored = reply.Sequence > 0 ? new TrialReplyStored { Key = key, Sequence = reply.Sequence } : null;
        if (!key.Equals(CurrentKey(key.TrialId)))
        {
            return IsRepeatOfTheEnd(reply)
                ? new Decision([], stored)
                : Decision.Only(new StopTrial { Key = key, Reason = "the campaign has gone on without this attempt" });
        }

        var decision = key.TrialId switch
        {
            Examination => ExaminationReply(reply, limits),
            Characterisation or Learning => PreparationReply(reply, limits),
            _ => RunningReply(reply, Trial(key.TrialId)!, limits),
        };
        return decision with { Answer = stored };
    }

    // The acknowledgement was lost on its way: the trainer may forget the trial.
    private bool IsRepeatOfTheEnd(TrialReply reply) => reply.KindCase switch
    {
        TrialReply.KindOneofCase.Examined => Baseline is not null || Phase == Phase.Rejected,
        TrialReply.KindOneofCase.Characterised => StructuresDrawn,
        TrialReply.KindOneofCase.Learned => Phase is not (Phase.Examining or Phase.Characterising),
        TrialReply.KindOneofCase.HandedIn => Trial(reply.Key.TrialId) is { State: TrialState.Waiting } trial && trial.Attempt == reply.Key.Attempt,
        TrialReply.KindOneofCase.Completed or TrialReply.KindOneofCase.Failed =>
            Trial(reply.Key.TrialId) is { Ended: true } ended
            && ended.State != TrialState.Cancelled && ended.Attempt == reply.Key.Attempt,
        _ => false,
    };

    private Decision ExaminationReply(TrialReply reply, CampaignLimits limits) => reply.KindCase switch
    {
        TrialReply.KindOneofCase.Examined when reply.Examined.Baseline is { } baseline => Begin(baseline),
        TrialReply.KindOneofCase.Examined => Reject(reply.Examined.Problems),
        TrialReply.KindOneofCase.Failed => ExaminationFailure(reply.Failed.Reason, reply.Failed.Retry, limits),
        TrialReply.KindOneofCase.Returned => ExaminationFailure($"{reply.Trainer} left the cluster", true, limits),
        _ => Decision.Nothing,
    };

    private Decision Begin(BaselineReport baseline)
    {
        var known = new Entry { BaselineKnown = new BaselineKnown { Report = baseline } };
        var plan = TrialPlan.Of(Spec, baseline, []);
        if (plan.Problems.Count > 0)
            return Reject(plan.Problems);
        return LearnsTime
            ? Decision.Store(known, new Entry { PhaseChanged = new PhaseChanged { State = Phase.Characterising } })
            : Decision.Store([known, .. Run(plan)]);
    }

    private static IEnumerable<Entry> Run(TrialPlan plan) =>
    [
        new() { PhaseChanged = new PhaseChanged { State = Phase.Running } },
        .. plan.Trials.Select(Planned),
    ];

    private static Entry Planned(TrialSettings settings, int index) =>
        new() { TrialPlanned = new TrialPlanned { TrialId = $"t{index + 1}", Settings = settings } };

    private static Decision Reject(IEnumerable<Problem> problems)
    {
        var change = new PhaseChanged { State = Phase.Rejected };
        change.Problems.Add(problems);
        return Decision.Store(new Entry { PhaseChanged = change });
    }

    private Decision ExaminationFailure(string reason, bool retry, CampaignLimits limits) =>
        Decision.Store(retry && ExaminationAttempt < limits.Attempts
            ? new Entry { ExaminationFailed = new ExaminationFailed { Reason = reason } }
            : Failed($"the examination failed: {reason}"));

    private Decision RunningReply(TrialReply reply, TrialRecord trial, CampaignLimits limits)
    {
        switch (reply.KindCase)
        {
            case TrialReply.KindOneofCase.Started when trial.State != TrialState.Running:
                return Decision.Store(Started(trial, reply.Trainer));
            case TrialReply.KindOneofCase.Candidate when Model(reply.Candidate.Model.Sha256) is null:
                var added = new CandidateAdded { TrialId = trial.Id, Candidate = reply.Candidate };
                return Decision.Store(new Entry { CandidateAdded = added });
            case TrialReply.KindOneofCase.Probe when !Networks.Any(network => network.Sha256 == reply.Probe.Model.Sha256 && network.Probe?.TrialId == trial.Id):
                return Decision.Store(new Entry { ProbeAdded = new ProbeAdded { TrialId = trial.Id, Probe = reply.Probe } });
            case TrialReply.KindOneofCase.Checkpoint when !reply.Checkpoint.Checkpoint.Equals(trial.Checkpoint):
                var kept = new CheckpointKept { TrialId = trial.Id, Checkpoint = reply.Checkpoint.Checkpoint };
                return Decision.Store(new Entry { CheckpointKept = kept });
            case TrialReply.KindOneofCase.HandedIn:
                return HandIn(trial, reply.HandedIn);
            case TrialReply.KindOneofCase.Completed:
                return Decision.Store(new Entry { TrialEnded = new TrialEnded { TrialId = trial.Id, State = TrialState.Completed } });
            case TrialReply.KindOneofCase.Failed:
                return Failure(trial, reply.Failed.Reason, reply.Failed.Retry, limits);
            case TrialReply.KindOneofCase.Returned:
                var requeued = new TrialRequeued
                {
                    TrialId = trial.Id,
                    Reason = Paused ? PausedReason : $"{reply.Trainer} left the cluster",
                    Checkpoint = reply.Returned.Checkpoint,
                };
                return Decision.Store(new Entry { TrialRequeued = requeued });
            default:
                return Decision.Nothing;
        }
    }

    private static Entry Started(TrialRecord trial, string trainer) =>
        new() { TrialStarted = new Protocol.Journal.TrialStarted { TrialId = trial.Id, Trainer = trainer } };

    private Decision Lose(TrialLost lost, CampaignLimits limits)
    {
        if (!lost.Key.Equals(CurrentKey(lost.Key.TrialId)))
            return Decision.Nothing;
        return lost.Key.TrialId switch
        {
            Examination => ExaminationFailure(lost.Reason, true, limits),
            Characterisation or Learning => PreparationFailure(lost.Reason, true, limits),
            _ => Failure(Trial(lost.Key.TrialId)!, lost.Reason, true, limits),
        };
    }

    private static Decision Failure(TrialRecord trial, string reason, bool retry, CampaignLimits limits)
    {
        if (retry && trial.Failures + 1 < limits.Attempts)
        {
            var requeued = new TrialRequeued { TrialId = trial.Id, Reason = reason, Failed = true };
            return Decision.Store(new Entry { TrialRequeued = requeued });
        }

        var ended = new TrialEnded { TrialId = trial.Id, State = TrialState.Failed, Reason = reason };
        return Decision.Store(new Entry { TrialEnded = ended });
    }
}
