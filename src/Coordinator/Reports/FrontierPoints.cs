using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Reports;

/// <summary>What a plot of accuracy against one cost shows; networks whose cost is not known are in none of it.</summary>
/// <param name="Baseline">One or none.</param>
/// <param name="Hidden">Candidates that are not drawn: beaten ones, and of a long frontier those between two that are.</param>
internal sealed record FrontierPoints(FrontierPoint[] Frontier, FrontierPoint[] Others, FrontierPoint[] Baseline, int Hidden)
{
    // More of them only make the plot slow: each is an element of the document.
    private const int MostOthers = 150, MostOnFrontier = 150;

    // Those that are far worse would press the others together.
    private const double WorthDrawing = 0.1;

    /// <summary>What is missing from the plot, or nothing.</summary>
    public string Note => Hidden == 0 ? "" : $"Candidates that are not drawn: {Hidden}, beaten by far or, on a long frontier, close to another.";

    public static FrontierPoints Of(ResultsReply results, FrontierAxis axis)
    {
        var beaten = results.Candidates.Where(candidate => !candidate.OnFrontier).OrderByDescending(candidate => candidate.ValidationAccuracy).ToArray();
        var frontier = results.Candidates.Where(candidate => candidate.OnFrontier).ToArray();
        var worst = frontier.Select(candidate => candidate.ValidationAccuracy).DefaultIfEmpty(1).Min();
        var others = beaten.Take(MostOthers).TakeWhile(candidate => candidate.ValidationAccuracy >= worst - WorthDrawing).ToArray();
        var line = Spread([.. Of(frontier, axis).OrderBy(point => point.Amount)]);
        return new FrontierPoints(
            line,
            Of(others, axis),
            results.Baseline is { } baseline && axis.Amount(baseline.Cost, baseline.Measurements) is { } amount
                ? [new FrontierPoint(amount, baseline.ValidationAccuracy * 100, "uncompressed", null)]
                : [],
            beaten.Length - others.Length + Math.Max(0, frontier.Length - MostOnFrontier));
    }

    private static FrontierPoint[] Spread(FrontierPoint[] line) => line.Length <= MostOnFrontier
        ? line
        : [.. Enumerable.Range(0, MostOnFrontier).Select(i => line[i * (line.Length - 1) / (MostOnFrontier - 1)])];

    public static FrontierPoint[] Of(IEnumerable<Candidate> candidates, FrontierAxis axis) =>
    [
        .. from candidate in candidates
           let amount = axis.Amount(candidate.Cost, candidate.Measurements)
           where amount is not null
           select new FrontierPoint(amount.Value, candidate.ValidationAccuracy * 100, Readable.ShortHash(candidate.Model.Sha256), candidate),
    ];
}
