using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Results;

/// <summary>What boards of one class say of a network. Milliseconds and joules are for one inference.</summary>
/// <param name="IntervalLowMs">Lower end of the 99 % interval of the median; <paramref name="IntervalHighMs"/> likewise. Null with too few readings for one.</param>
/// <param name="Joules">Above idle; null when not measured.</param>
/// <param name="JoulesUncertainty">Half the width of the 95 % interval of <paramref name="Joules"/>.</param>
/// <param name="EnergyTier">Of the meter behind <paramref name="Joules"/>; `none` without them.</param>
/// <param name="WhyNoEnergy">Null when there are joules, or when the board could not say.</param>
/// <param name="PredictedMs">Null where the class's time was not learned.</param>
/// <param name="PredictedJoules">Null where the class's energy was not learned.</param>
public sealed record LatencyFigures(
    string BoardClass,
    string Board,
    bool Simulated,
    double MedianMs,
    double? IntervalLowMs,
    double? IntervalHighMs,
    bool Converged,
    IReadOnlyList<string> Tainted,
    double? Joules,
    double? JoulesUncertainty,
    string EnergyTier,
    string? Meter,
    string? WhyNoEnergy,
    double? PredictedMs,
    double? PredictedJoules)
{
    /// <summary>One entry a board class: the latest clean measurement, or the latest of all when none is clean.</summary>
    public static IReadOnlyList<LatencyFigures> From(IEnumerable<Measurement> measurements, IReadOnlyCollection<Prediction> predictions)
    {
        return
        [
            .. measurements
                .GroupBy(m => m.BoardClass, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.OrderBy(m => m.Tainted.Count == 0).ThenBy(m => m.At?.ToDateTimeOffset()).Last())
                .Select(m => From(m, Of(m, energy: false), Of(m, energy: true) / 1000)),
        ];

        double? Of(Measurement m, bool energy) => predictions.FirstOrDefault(p => p.BoardClass == m.BoardClass && p.Cost == "energy" == energy)?.Amount;
    }

    private static LatencyFigures From(Measurement m, double? predictedMs, double? predictedJoules) => new(
        m.BoardClass,
        m.Board,
        m.Simulated,
        m.MedianMs,
        m.HasIntervalLowMs ? m.IntervalLowMs : null,
        m.HasIntervalHighMs ? m.IntervalHighMs : null,
        m.Converged,
        [.. m.Tainted],
        m.HasJoules ? m.Joules : null,
        m.Metering is { HasUncertaintyJoules: true } metering ? metering.UncertaintyJoules : null,
        m.EnergyTier,
        Known(m.Metering?.Meter),
        Known(m.Metering?.Reason),
        predictedMs,
        predictedJoules);

    private static string? Known(string? text) => text is { Length: > 0 } ? text : null;
}
