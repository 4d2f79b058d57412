using DeepIoT.Cli.Output;

namespace DeepIoT.Cli.Results;

/// <summary>The results as a table: a row for each candidate and board class, before and after side by side.</summary>
public static class ResultsSheet
{
    private sealed record Row(NetworkFigures Candidate, NetworkFigures? Baseline, LatencyFigures? After, LatencyFigures? Before)
    {
        public double? ParametersLeft => Left(n => n.Parameters);

        public double? MacsLeft => Left(n => n.Macs);

        private double? Left(Func<NetworkFigures, long> cost) =>
            Baseline is { } baseline && cost(baseline) > 0 ? (double)cost(Candidate) / cost(baseline) : null;
    }

    private static Column<Row>[] Columns(Metric metric, bool predicts) =>
    [
        new("candidate", "candidate", r => r.Candidate.Sha256, r => Readable.ShortHash(r.Candidate.Sha256)),
        new("trial", "trial", r => r.Candidate.Trial),
        new("parameters", "parameters", r => r.Candidate.Parameters, InTable: false),
        new("parametersLeft", "parameters", r => r.ParametersLeft, r => Readable.Percent(r.ParametersLeft)),
        new("macs", "MACs", r => r.Candidate.Macs, InTable: false),
        new("macsLeft", "MACs", r => r.MacsLeft, r => Readable.Percent(r.MacsLeft)),
        new(metric.Columns.TestKey, metric.Columns.TestTitle, r => r.Candidate.Accuracy, r => Readable.Change(r.Baseline?.Accuracy, r.Candidate.Accuracy)),
        new(metric.Columns.ValidationKey, metric.Columns.ValidationTitle, r => r.Candidate.ValidationAccuracy,
            r => Readable.Change(r.Baseline?.ValidationAccuracy, r.Candidate.ValidationAccuracy)),
        new("boardClass", "board class", r => r.After?.BoardClass, r => r.After is { } l ? Readable.BoardClass(l.BoardClass, l.Simulated) : ""),
        new("latencyMedianMs", "median latency", r => r.After?.MedianMs, r => Latency(r.Before, r.After)),
        new("joulesPredicted", "predicted energy", r => r.After?.PredictedJoules, InTable: false),
        new("latencyPredictedMs", "predicted", r => r.After?.PredictedMs, r => r.After?.PredictedMs is { } ms ? Readable.Milliseconds(ms) : "",
            InTable: predicts),
        new("latencyLowMs", "99 % interval", r => r.After?.IntervalLowMs, r => Interval(r.After)),
        new("latencyHighMs", "99 % interval high", r => r.After?.IntervalHighMs, InTable: false),
        new("tainted", "tainted", r => string.Join("; ", r.After?.Tainted ?? []), InTable: false),
        new("joules", "energy", r => r.After?.Joules, r => Readable.Joules(r.After?.Joules, r.After?.JoulesUncertainty, r.After?.EnergyTier ?? "")),
        new("joulesUncertainty", "energy ±", r => r.After?.JoulesUncertainty, InTable: false),
        new("energyTier", "energy tier", r => r.After?.EnergyTier, InTable: false),
        new("meter", "meter", r => r.After?.Meter, InTable: false),
        new("whyNoEnergy", "why no energy", r => r.After?.WhyNoEnergy, InTable: false),
        new("bytes", "file", r => r.Candidate.Bytes, r => Readable.Bytes(r.Candidate.Bytes)),
        new("withinLimits", "in limits", r => r.Candidate.WithinLimits, r => r.Candidate.WithinLimits == true ? "yes" : "no"),
    ];

    public static Sheet Of(CampaignResults results) => Sheet.Of(
        results.Networks.SelectMany(candidate => Rows(candidate, results.Baseline)),
        [.. Columns(results.Accuracies, results.Networks.Any(n => n.Latency.Any(l => l.PredictedMs is not null))).Select(c => c.Key == "boardClass" && results.OnlyBoardClass is not null ? c with { InTable = false } : c)],
        $"Campaign {results.Campaign} is {results.State} and has no candidates on its frontier.");

    private static IEnumerable<Row> Rows(NetworkFigures candidate, NetworkFigures? baseline) =>
        candidate.Latency.Count == 0
            ? [new Row(candidate, baseline, null, null)]
            : candidate.Latency.Select(after =>
                new Row(candidate, baseline, after, baseline?.Latency.FirstOrDefault(before => before.BoardClass == after.BoardClass)));

    private static string Latency(LatencyFigures? before, LatencyFigures? after)
    {
        if (after is null)
            return Readable.NotMeasured;
        var text = before is null
            ? Readable.Milliseconds(after.MedianMs)
            : $"{Readable.Significant(before.MedianMs)} → {Readable.Milliseconds(after.MedianMs)}";
        return after.Tainted.Count > 0 ? $"{text} (tainted)" : text;
    }

    private static string Interval(LatencyFigures? latency) => latency is { IntervalLowMs: { } low, IntervalHighMs: { } high }
        ? $"{Readable.Significant(low)}..{Readable.Significant(high)} ms"
        : "";
}
