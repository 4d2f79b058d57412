using System.Globalization;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Reports.Html;

/// <summary>The report's sentences.</summary>
internal static class ReportText
{
    /// <summary>On everybody's clock: a report travels.</summary>
    public static string Time(Timestamp at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Asked(CampaignSpec spec, string metric) => string.Create(
        CultureInfo.InvariantCulture,
        $"At most {Readable.Points(spec.MaxDropPoints)} of validation {metric} may be lost; targets: {string.Join("; ", spec.Targets.Select(Target))}.");

    /// <summary>Which network to take.</summary>
    public static string Found(ResultsReply results)
    {
        var (baseline, metric) = (results.Baseline, Metric.Of(results.Baseline.AccuracyIsAgreement).Name);
        var smallest = results.Candidates.Where(candidate => candidate is { OnFrontier: true, WithinLimits: true }).MinBy(candidate => candidate.Cost.Bytes);
        if (smallest is null)
            return $"{results.Candidates.Count} candidates, none of them within all limits.";
        var test = smallest.HasTestAccuracy ? $", on the test part {Readable.Change(baseline.HasTestAccuracy ? baseline.TestAccuracy : null, smallest.TestAccuracy)}" : "";
        return $"The smallest network within all limits is {Readable.ShortHash(smallest.Model.Sha256)}: "
            + $"{Readable.Percent((double)smallest.Cost.Parameters / baseline.Cost.Parameters)} of the parameters, {Readable.Bytes(smallest.Cost.Bytes)}, "
            + $"validation {metric} {Readable.Change(baseline.ValidationAccuracy, smallest.ValidationAccuracy)}{test}.";
    }

    public static string Trial(Trial trial) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trial.TrialId}: {trial.Settings.Method}, {Sentences.Goal(trial.Settings)}{Corrected(trial)}, seed {trial.Settings.Seed}, attempt {trial.Attempt}: {Words.Of(trial.State)}{(trial.Reason == "" ? "" : $" ({trial.Reason})")}");

    public static string Latency(Measurement measured)
    {
        var interval = Readable.Interval(measured) ?? "(too few readings for an interval)";
        return $"{interval} {measured.Board}{(measured.Simulated ? ", simulated" : "")}{(measured.Tainted.Count > 0 ? ", tainted" : measured.Converged ? "" : ", not converged")}";
    }

    /// <summary>Boards without a meter need no explanation, meters without a figure do.</summary>
    public static string Energy(Measurement measured) => measured switch
    {
        { HasJoules: true } => $"{measured.EnergyTier}, {measured.Metering?.Meter}",
        { Metering: { Meter.Length: > 0 } without } => $"{without.Meter}: {without.Reason}",
        _ => "",
    };

    /// <summary>Empty where nothing was predicted.</summary>
    public static string Predicted(BoardCost cost, IEnumerable<Prediction> predictions) =>
        predictions.FirstOrDefault(predicted => predicted.BoardClass == cost.BoardClass && predicted.Cost == SearchBudget.Energy == cost.IsEnergy) is { } of
            ? $"predicted {Readable.Significant(of.Amount)} {cost.Unit}"
            : "";

    private static string Corrected(Trial trial) => trial.HasCorrection
        ? string.Create(CultureInfo.InvariantCulture, $" (measured {trial.Correction:0.00} × predicted, then {Readable.Percent(trial.AimShare)})")
        : "";

    private static string Target(Target target)
    {
        var what = target.Kind switch
        {
            TargetKind.Size => "size",
            TargetKind.Macs => "MACs",
            _ => $"{BoardCost.Of(target)?.Cost} on {target.BoardClass}",
        };
        var unit = target.Kind == TargetKind.Size ? " bytes" : BoardCost.Of(target) is { } cost ? $" {cost.Unit}" : "";
        return target.LimitCase switch
        {
            Protocol.V1.Target.LimitOneofCase.Share => string.Create(CultureInfo.InvariantCulture, $"{what} at most {target.Share:0.##%}"),
            Protocol.V1.Target.LimitOneofCase.AtMost => string.Create(CultureInfo.InvariantCulture, $"{what} at most {target.AtMost:#,0.##}{unit}"),
            _ => $"{what} as small as possible",
        };
    }
}
