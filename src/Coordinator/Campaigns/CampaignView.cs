using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>A campaign as the wire shows it.</summary>
internal static class CampaignView
{
    public static Campaign ToCampaign(
        this CampaignState state, IReadOnlyDictionary<string, TrialProgress> progress, Shortages? shortages = null)
    {
        var campaign = new Campaign
        {
            CampaignId = state.Id,
            Spec = state.Spec,
            State = state.Shown,
            SubmittedAt = Timestamp.FromDateTimeOffset(state.SubmittedAt),
            EndedAt = state.EndedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            Candidates = state.Candidates.Count(),
            Measurements = state.Models.Sum(model => model.Measurements.Count),
            Offset = state.Offset,
            WaitingFor = Waiting.Of(state, shortages ?? Shortages.Unknown),
            Owner = state.Owner,
        };
        campaign.Trials.Add(state.Trials.Select(trial => ToTrial(state, trial, progress.GetValueOrDefault(trial.Id))));
        campaign.Problems.Add(state.Problems);
        if (state.Reason != "")
            campaign.Problems.Add(new Problem { Field = "", Reason = state.Reason, Remedy = "" });
        return campaign;
    }

    public static Trial ToTrial(this CampaignState state, TrialRecord trial, TrialProgress? progress = null)
    {
        var shown = new Trial
        {
            TrialId = trial.Id,
            State = trial.State,
            Settings = trial.Settings,
            Attempt = trial.Attempt,
            Trainer = trial.Trainer,
            Progress = trial.State == TrialState.Running ? progress : null,
            Reason = trial.Reason,
        };
        if (trial.Retargeted is { } retargeted)
            (shown.Correction, shown.AimShare) = (retargeted.Correction, retargeted.TargetShare);
        return shown;
    }

    public static CampaignSummary ToSummary(this CampaignState state, Shortages? shortages = null) => new()
    {
        CampaignId = state.Id,
        Name = state.Spec.Name,
        State = state.Shown,
        SubmittedAt = Timestamp.FromDateTimeOffset(state.SubmittedAt),
        Trials = state.Trials.Count,
        TrialsDone = state.Trials.Count(trial => trial.Ended),
        Candidates = state.Candidates.Count(),
        WaitingFor = state.Ended ? "" : Waiting.Of(state, shortages ?? Shortages.Unknown),
        Owner = state.Owner,
        MadeBytes = state.Made.Sum(made => made.Bytes),
        Inputs = { CampaignState.InputsOf(state.Spec) },
    };

    public static ResultsReply ToResults(this CampaignState state, IReadOnlyDictionary<string, TrialProgress> progress)
    {
        var baseline = ToBaseline(state);
        var results = new ResultsReply { Campaign = state.ToCampaign(progress), Baseline = baseline };
        var unsurpassed = state.Unsurpassed.ToHashSet<ModelRecord>(ReferenceEqualityComparer.Instance);
        var candidates = state.Candidates.Select(model => (Model: model, Shown: ToCandidate(model))).ToArray();
        var frontier = Frontier.Of([.. candidates.Where(candidate => unsurpassed.Contains(candidate.Model)).Select(candidate => candidate.Shown)])
            .ToHashSet<Candidate>(ReferenceEqualityComparer.Instance);
        foreach (var (_, candidate) in candidates)
        {
            candidate.OnFrontier = frontier.Contains(candidate);
            candidate.WithinLimits = Limits.Meets(state.Spec, baseline!, candidate);
        }

        results.Candidates.Add(candidates.Select(candidate => candidate.Shown));
        results.Reports.Add(state.Reports);
        results.TimeModels.Add(state.TimeModels);
        return results;
    }

    public static Baseline? ToBaseline(this CampaignState state)
    {
        if (state.Baseline is not { } report)
            return null;
        var model = state.Models[0];
        var baseline = new Baseline
        {
            Model = state.Spec.Model,
            Cost = report.Cost,
            ValidationAccuracy = report.ValidationAccuracy,
            AccuracyIsAgreement = state.Spec.Data.Unlabelled,
        };
        if (report.HasTestAccuracy)
            baseline.TestAccuracy = report.TestAccuracy;
        baseline.Measurements.Add(model.Measurements);
        baseline.Unmeasurable.Add(model.Unmeasurable);
        baseline.Predicted.Add(state.TimeModels
            .Where(learned => learned.File is not null)
            .Select(learned => new Prediction { BoardClass = learned.BoardClass, Cost = BoardCost.Of(learned).Cost, Amount = learned.Baseline }));
        return baseline;
    }

    public static Candidate ToCandidate(this ModelRecord model)
    {
        var found = model.Origin!.Candidate;
        var candidate = new Candidate
        {
            Model = found.Model,
            TrialId = model.Origin.TrialId,
            Rung = found.Rung,
            Cost = found.Cost,
            ValidationAccuracy = found.ValidationAccuracy,
        };
        if (found.HasTestAccuracy)
            candidate.TestAccuracy = found.TestAccuracy;
        candidate.Structure.Add(found.Structure);
        candidate.Measurements.Add(model.Measurements);
        candidate.Unmeasurable.Add(model.Unmeasurable);
        candidate.Predicted.Add(found.Predicted);
        return candidate;
    }
}
