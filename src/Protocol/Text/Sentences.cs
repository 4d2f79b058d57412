using DeepIoT.Protocol.V1;

namespace DeepIoT.Protocol.Text;

/// <summary>A campaign's events in words.</summary>
public static class Sentences
{
    /// <summary>Empty for an event that says nothing to people.</summary>
    /// <param name="baseline">Null while it is not known.</param>
    public static string Of(CampaignEvent happened, Baseline? baseline) => happened.KindCase switch
    {
        CampaignEvent.KindOneofCase.StateChanged => $"campaign {Words.Of(happened.StateChanged)}",
        CampaignEvent.KindOneofCase.TrialChanged => Of(happened.TrialChanged),
        CampaignEvent.KindOneofCase.Progress => Of(happened.Progress, baseline),
        CampaignEvent.KindOneofCase.Baseline => Of(happened.Baseline),
        CampaignEvent.KindOneofCase.CandidateFound => Of(happened.CandidateFound, baseline),
        CampaignEvent.KindOneofCase.MeasurementAdded => Of(happened.MeasurementAdded),
        CampaignEvent.KindOneofCase.Note => happened.Note,
        _ => "",
    };

    public static string Of(Trial trial) =>
        $"trial {trial.TrialId} {Words.Of(trial.State)}"
        + (trial.State == TrialState.Running && trial.Trainer.Length > 0 ? $" on {trial.Trainer}" : "")
        + (trial.Attempt > 1 ? $", attempt {trial.Attempt}" : "")
        + $" ({Setting(trial.Settings)})"
        + (trial.Reason.Length > 0 ? $": {trial.Reason}" : "");

    /// <summary>`taylor, 8.0 % of the parameters, seed 1`.</summary>
    public static string Setting(TrialSettings? settings) =>
        settings is null ? "unknown setting" : $"{settings.Method}, {Goal(settings)}, seed {settings.Seed}";

    public static string Goal(TrialSettings settings) =>
        settings.Smallest ? "as small as possible" : $"{Readable.Percent(settings.TargetShare)} of the {settings.Cost}";

    public static string Of(TrialProgressed progressed, Baseline? baseline) =>
        $"trial {progressed.TrialId} {Readable.Percent(progressed.Progress.Fraction, 0)} {progressed.Progress.Step}: "
        + $"{Readable.Percent(progressed.Progress.ParametersLeft)} of the parameters left"
        + (progressed.Progress.HasValidationAccuracy ? $", validation {MetricOf(baseline)} {Readable.Percent(progressed.Progress.ValidationAccuracy)}" : "");

    public static string Of(Baseline baseline) =>
        $"baseline: {Readable.Count(baseline.Cost.Parameters)} parameters, {Readable.Count(baseline.Cost.Macs)} MACs, "
        + $"{Readable.Bytes(baseline.Cost.Bytes)}, validation {MetricOf(baseline)} {Readable.Percent(baseline.ValidationAccuracy)}";

    public static string Of(Candidate candidate, Baseline? baseline) =>
        $"candidate {Readable.ShortHash(candidate.Model.Sha256)} of trial {candidate.TrialId}: "
        + (baseline is null
            ? $"{Readable.Count(candidate.Cost.Parameters)} parameters"
            : $"{Readable.Percent((double)candidate.Cost.Parameters / baseline.Cost.Parameters)} of the parameters")
        + $", {Readable.Bytes(candidate.Cost.Bytes)}, validation {MetricOf(baseline)} {Readable.Percent(candidate.ValidationAccuracy)}";

    public static string Of(MeasurementAdded added) =>
        $"{Readable.ShortHash(added.Sha256)} takes {Readable.Milliseconds(added.Measurement.MedianMs)} on "
        + $"{Readable.BoardClass(added.Measurement.BoardClass, added.Measurement.Simulated)}"
        + (added.Measurement.Tainted.Count > 0 ? $" (tainted: {string.Join(", ", added.Measurement.Tainted.Select(WithoutDetail))})" : "");

    /// <summary>Accuracy before a baseline is known, which is when no figure is.</summary>
    private static string MetricOf(Baseline? baseline) => Metric.Of(baseline is { AccuracyIsAgreement: true }).Name;

    private static string WithoutDetail(string reason) =>
        reason.IndexOf(" (", StringComparison.Ordinal) is var detail and > 0 ? reason[..detail] : reason;
}
