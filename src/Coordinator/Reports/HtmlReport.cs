using System.Globalization;
using System.Net;
using System.Text;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;
using Google.Protobuf.Collections;

namespace DeepIoT.Coordinator.Reports;

/// <summary>A page that needs nothing but itself: what was asked, the frontier, all candidates, what was not measured.</summary>
internal static class HtmlReport
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}" +
        "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}" +
        "th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #d8dee4}th:first-child,td:first-child{text-align:left}" +
        "code{font-size:.85em}.muted{color:#57606a}.baseline{background:#f6f8fa}";

    public static string Of(ResultsReply results)
    {
        var (campaign, metric) = (results.Campaign, Metric(results.Baseline));
        var page = new StringBuilder()
            .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Text(campaign.Spec.Name))
            .Append("</title><style>").Append(Style).Append("</style></head><body>")
            .Append("<h1>").Append(Text(campaign.Spec.Name)).Append("</h1>");
        Asked(page, campaign, metric);
        var frontier = results.Candidates.Where(candidate => candidate.OnFrontier).ToArray();
        page.Append("<h2>Frontier</h2><p class=\"muted\">No other candidate beats these on ").Append(metric).Append(", parameters, bytes and latency together.</p>");
        Table(page, results.Baseline, frontier);
        page.Append("<h2>All candidates</h2>");
        Table(page, results.Baseline, results.Candidates);
        Unmeasured(page, results);
        Learned(page, results.TimeModels);
        Trials(page, campaign);
        return page.Append("</body></html>\n").ToString();
    }

    /// <summary>What the figures of accuracy are.</summary>
    private static string Metric(Baseline baseline) => baseline.AccuracyIsAgreement ? "agreement" : "accuracy";

    private static void Asked(StringBuilder page, Campaign campaign, string metric)
    {
        page.Append("<p>Campaign <code>").Append(Text(campaign.CampaignId)).Append("</code>, submitted ")
            .Append(Text(Time(campaign.SubmittedAt))).Append(", ended ").Append(Text(Time(campaign.EndedAt)))
            .Append(". At most ").Append(Number(campaign.Spec.MaxDropPoints))
            .Append(" points of validation ").Append(metric).Append(" may be lost; targets: ")
            .Append(Text(string.Join("; ", campaign.Spec.Targets.Select(Target)))).Append(".</p>");
        if (campaign.Spec.Data.Unlabelled)
        {
            page.Append("<p>The data has no labels: agreement is accuracy by the uncompressed model's own answers, of which it has ")
                .Append("100 % right by definition. How often those are right, nothing here can tell.</p>");
        }
    }

    private static void Table(StringBuilder page, Baseline baseline, IReadOnlyCollection<Candidate> candidates)
    {
        page.Append("<table><thead><tr><th>Model</th><th>Parameters</th><th>left</th><th>MACs left</th><th>Bytes</th>")
            .Append("<th>Validation ").Append(Metric(baseline)).Append("</th><th>Test ").Append(Metric(baseline)).Append("</th><th>Median latency</th><th>Energy</th><th>Within limits</th></tr></thead><tbody>");
        Row(page, "baseline", baseline.Model, baseline.Cost, baseline, baseline.ValidationAccuracy,
            baseline.HasTestAccuracy ? baseline.TestAccuracy : null, baseline.Measurements, baseline.Predicted, "", "class=\"baseline\"");
        foreach (var candidate in candidates.OrderBy(candidate => candidate.Cost.Parameters))
        {
            Row(page, candidate.TrialId, candidate.Model, candidate.Cost, baseline, candidate.ValidationAccuracy,
                candidate.HasTestAccuracy ? candidate.TestAccuracy : null, candidate.Measurements, candidate.Predicted,
                candidate.WithinLimits ? "yes" : "no", "");
        }

        page.Append("</tbody></table>");
    }

    private static void Row(
        StringBuilder page,
        string origin,
        ArtifactRef model,
        ModelCost cost,
        Baseline baseline,
        double validation,
        double? test,
        RepeatedField<Measurement> measurements,
        RepeatedField<Prediction> predictions,
        string within,
        string attributes)
    {
        page.Append("<tr ").Append(attributes).Append("><td title=\"").Append(Text(model.Sha256)).Append("\">").Append(Text(origin))
            .Append(" <code>").Append(Text(model.Sha256[..12])).Append("</code></td>");
        IEnumerable<string> cells =
        [
            Number(cost.Parameters),
            Share(cost.Parameters, baseline.Cost.Parameters),
            Share(cost.Macs, baseline.Cost.Macs),
            Number(cost.Bytes),
            Percent(validation),
            test is { } known ? Percent(known) : "–",
            measurements.Count == 0 ? "not measured" : string.Join("<br>", measurements.Select(measured => Latency(measured) + Predicted(new(measured.BoardClass, SearchBudget.Latency), predictions))),
            measurements.Count == 0 ? "not measured" : string.Join("<br>", measurements.Select(measured => Energy(measured) + Predicted(new(measured.BoardClass, SearchBudget.Energy), predictions))),
            within,
        ];
        foreach (var cell in cells)
            page.Append("<td>").Append(cell).Append("</td>");
        page.Append("</tr>");
    }

    private static void Unmeasured(StringBuilder page, ResultsReply results)
    {
        var lines = results.Candidates
            .SelectMany(candidate => candidate.Unmeasurable.Select(reason => $"{candidate.Model.Sha256[..12]}: {reason}"))
            .Concat(results.Baseline.Unmeasurable.Select(reason => $"baseline: {reason}"))
            .ToArray();
        if (lines.Length == 0 && results.Candidates.All(candidate => candidate.Measurements.Count > 0))
            return;
        page.Append("<h2>Not measured</h2>");
        if (lines.Length == 0)
            page.Append("<p>No board was attached in time.</p>");
        List(page, lines);
    }

    private static void Learned(StringBuilder page, RepeatedField<TimeModel> models)
    {
        if (models.Count == 0)
            return;
        page.Append("<h2>Execution time and energy</h2><p class=\"muted\">Learned from networks with random widths; each is the sum over all nodes.</p>");
        foreach (var model in models.Where(model => model.File is not null))
            page.Append("<pre>").Append(Text(string.Join('\n', model.Rules))).Append("</pre>");
        List(page, models.Where(model => model.File is null)
            .Select(model => $"{BoardCost.Of(model).Cost} on {model.BoardClass}: {model.Networks} networks were measured, too few to learn from"));
    }

    private static void Trials(StringBuilder page, Campaign campaign)
    {
        page.Append("<h2>Trials</h2>");
        List(page, campaign.Trials.Select(trial => string.Create(
            CultureInfo.InvariantCulture,
            $"{trial.TrialId}: {trial.Settings.Method}, {Aim(trial.Settings)}{Corrected(trial)}, seed {trial.Settings.Seed}, attempt {trial.Attempt}: {trial.State}{(trial.Reason == "" ? "" : $" ({trial.Reason})")}")));
    }

    private static void List(StringBuilder page, IEnumerable<string> lines)
    {
        page.Append("<ul>");
        foreach (var line in lines)
            page.Append("<li>").Append(Text(line)).Append("</li>");
        page.Append("</ul>");
    }

    private static string Aim(TrialSettings settings) => settings.Smallest
        ? "as small as the accuracy allows"
        : string.Create(CultureInfo.InvariantCulture, $"{settings.TargetShare:0.##%} of the {settings.Cost}");

    private static string Corrected(Trial trial) => trial.HasCorrection
        ? string.Create(CultureInfo.InvariantCulture, $" (measured {trial.Correction:0.00} × predicted, then {trial.AimShare:0.##%})")
        : "";

    private static string Target(Target target)
    {
        var what = target.Kind switch
        {
            TargetKind.Size => "size",
            TargetKind.Macs => "MACs",
            _ => $"{BoardCost.Of(target)?.Cost} on {target.BoardClass}",
        };
        var unit = target.Kind switch
        {
            TargetKind.Size => " bytes",
            _ => BoardCost.Of(target) is { } cost ? $" {cost.Unit}" : "",
        };
        return target.LimitCase switch
        {
            Protocol.V1.Target.LimitOneofCase.Share => string.Create(CultureInfo.InvariantCulture, $"{what} at most {target.Share:0.##%}"),
            Protocol.V1.Target.LimitOneofCase.AtMost => $"{what} at most {Number(target.AtMost)}{unit}",
            _ => $"{what} as small as possible",
        };
    }

    private static string Latency(Measurement measured) => string.Create(
        CultureInfo.InvariantCulture,
        $"{measured.MedianMs:0.####} ms <span class=\"muted\">{Interval(measured)} {Text(measured.Board)}{(measured.Simulated ? ", simulated" : "")}{Doubt(measured)}</span>");

    private static string Predicted(BoardCost cost, IEnumerable<Prediction> predictions) =>
        predictions.FirstOrDefault(predicted => predicted.BoardClass == cost.BoardClass && predicted.Cost == SearchBudget.Energy == cost.IsEnergy) is { } of
            ? string.Create(CultureInfo.InvariantCulture, $" <span class=\"muted\">predicted {of.Amount:0.####} {cost.Unit}</span>")
            : "";

    private static string Doubt(Measurement measured) => measured switch
    {
        { Tainted.Count: > 0 } => $", tainted: {Text(string.Join("; ", measured.Tainted))}",
        { Converged: false } => ", not converged",
        _ => "",
    };

    private static string Interval(Measurement measured) => measured.HasIntervalLowMs && measured.HasIntervalHighMs
        ? string.Create(CultureInfo.InvariantCulture, $"[{measured.IntervalLowMs:0.####}, {measured.IntervalHighMs:0.####}]")
        : "(too few readings for an interval)";

    private static string Energy(Measurement measured)
    {
        if (measured.HasJoules)
        {
            var margin = measured.Metering is { HasUncertaintyJoules: true } metering ? $" ± {Millijoules(metering.UncertaintyJoules)}" : "";
            return $"{Millijoules(measured.Joules)}{margin} mJ <span class=\"muted\">{Text(measured.EnergyTier)}, {Text(measured.Metering?.Meter ?? "")}</span>";
        }
        // Boards without a meter need no explanation, meters without a figure do.
        return measured.Metering is { Meter.Length: > 0 } without
            ? $"not measured <span class=\"muted\">{Text(without.Meter)}: {Text(without.Reason)}</span>"
            : "not measured";
    }

    private static string Millijoules(double joules) => (joules * 1000).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) => Percent((double)part / whole);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:0.00%}");

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp at) =>
        at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
