using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Reports;

/// <summary>What a plot of accuracy against one cost shows; networks whose cost is not known are in none of it.</summary>
/// <param name="Baseline">One or none.</param>
/// <param name="Hidden">Beaten candidates that are not drawn.</param>
internal sealed record FrontierPoints(FrontierPoint[] Frontier, FrontierPoint[] Others, FrontierPoint[] Baseline, int Hidden)
{
    // More of them only make the plot slow: each is an element of the document.
    private const int MostOthers = 300;

    // Those that are far worse would press the others together.
    private const double WorthDrawing = 0.1;

    public static FrontierPoints Of(ResultsReply results, FrontierAxis axis)
    {
        var beaten = results.Candidates.Where(candidate => !candidate.OnFrontier).OrderByDescending(candidate => candidate.ValidationAccuracy).ToArray();
        var worst = results.Candidates.Where(candidate => candidate.OnFrontier).Select(candidate => candidate.ValidationAccuracy).DefaultIfEmpty(1).Min();
        var drawn = beaten.Take(MostOthers).TakeWhile(candidate => candidate.ValidationAccuracy >= worst - WorthDrawing).ToArray();
        return new FrontierPoints(
            Of(results.Candidates.Where(candidate => candidate.OnFrontier), axis),
            Of(drawn, axis),
            results.Baseline is { } baseline && axis.Amount(baseline.Cost, baseline.Measurements) is { } amount
                ? [new FrontierPoint(amount, baseline.ValidationAccuracy * 100, "uncompressed", null)]
                : [],
            beaten.Length - drawn.Length);
    }

    public static FrontierPoint[] Of(IEnumerable<Candidate> candidates, FrontierAxis axis) =>
    [
        .. from candidate in candidates
           let amount = axis.Amount(candidate.Cost, candidate.Measurements)
           where amount is not null
           select new FrontierPoint(amount.Value, candidate.ValidationAccuracy * 100, Readable.ShortHash(candidate.Model.Sha256), candidate),
    ];
}
