using DeepIoT.Protocol.V1;
using Google.Protobuf.Collections;

namespace DeepIoT.Coordinator.Reports;

/// <summary>What accuracy is drawn against.</summary>
/// <param name="Key">In addresses and choices.</param>
/// <param name="Amount">Null where it is not known of a network.</param>
internal sealed record FrontierAxis(string Key, string Title, Func<ModelCost, RepeatedField<Measurement>, double?> Amount)
{
    private const double PerKilo = 1e3;

    /// <summary>Sizes, and latency and energy on each class that has measured something.</summary>
    public static IReadOnlyList<FrontierAxis> Of(ResultsReply results)
    {
        var measured = results.Candidates.SelectMany(candidate => candidate.Measurements).Concat(results.Baseline?.Measurements ?? []).ToArray();
        return
        [
            new("size", "Size of the file in KB", (cost, _) => cost.Bytes / PerKilo),
            new("parameters", "Parameters", (cost, _) => cost.Parameters),
            new("macs", "Multiply-accumulates", (cost, _) => cost.Macs),
            .. measured.Select(measurement => measurement.BoardClass).Distinct().Order(StringComparer.Ordinal).Select(Latency),
            .. measured.Where(measurement => measurement.HasJoules).Select(measurement => measurement.BoardClass).Distinct().Order(StringComparer.Ordinal).Select(Energy),
        ];
    }

    private static FrontierAxis Latency(string boardClass) => new(
        $"latency on {boardClass}",
        $"Latency in ms on {boardClass}",
        (_, measurements) => On(boardClass, measurements)?.MedianMs);

    private static FrontierAxis Energy(string boardClass) => new(
        $"energy on {boardClass}",
        $"Energy in mJ on {boardClass}",
        (_, measurements) => On(boardClass, measurements) is { HasJoules: true } measured ? measured.Joules * PerKilo : null);

    private static Measurement? On(string boardClass, RepeatedField<Measurement> measurements) =>
        measurements.LastOrDefault(measured => measured.BoardClass == boardClass);
}
