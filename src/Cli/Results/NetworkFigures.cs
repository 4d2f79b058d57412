using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Results;

/// <summary>The figures of one network, the baseline or a candidate. Accuracies are shares of right answers, 0..1, or of answers like the baseline's (<see cref="CampaignResults.Metric"/>).</summary>
/// <param name="Trial">Null for the baseline.</param>
/// <param name="Accuracy">On the test part, null when the campaign has none.</param>
/// <param name="LatencyMedianMs">Null when not measured, or when several board classes make one figure meaningless.</param>
/// <param name="WithinLimits">Whether it keeps the campaign's accuracy limit; null for the baseline.</param>
/// <param name="Model">Where the ONNX file is: a path once fetched, its SHA-256 before.</param>
public sealed record NetworkFigures(
    string? Trial,
    long Parameters,
    long Macs,
    long Bytes,
    double? Accuracy,
    double ValidationAccuracy,
    double? LatencyMedianMs,
    IReadOnlyList<LatencyFigures> Latency,
    IReadOnlyList<string> Unmeasurable,
    bool? WithinLimits,
    bool? OnFrontier,
    string Sha256,
    string Model)
{
    public static NetworkFigures From(Baseline baseline) => Of(
        baseline.Model, baseline.Cost, baseline.HasTestAccuracy ? baseline.TestAccuracy : null, baseline.ValidationAccuracy,
        baseline.Measurements, baseline.Predicted, baseline.Unmeasurable);

    public static NetworkFigures From(Candidate candidate) => Of(
        candidate.Model, candidate.Cost, candidate.HasTestAccuracy ? candidate.TestAccuracy : null, candidate.ValidationAccuracy,
        candidate.Measurements, candidate.Predicted, candidate.Unmeasurable) with
    {
        Trial = candidate.TrialId,
        WithinLimits = candidate.WithinLimits,
        OnFrontier = candidate.OnFrontier,
    };

    private static NetworkFigures Of(
        ArtifactRef model, ModelCost cost, double? accuracy, double validationAccuracy,
        IEnumerable<Measurement> measurements, IReadOnlyCollection<Prediction> predictions, IEnumerable<string> unmeasurable)
    {
        var latency = LatencyFigures.From(measurements, predictions);
        return new NetworkFigures(
            null, cost.Parameters, cost.Macs, cost.Bytes, accuracy, validationAccuracy,
            latency is [var only] ? only.MedianMs : null, latency, [.. unmeasurable], null, null, model.Sha256, model.Sha256);
    }
}
