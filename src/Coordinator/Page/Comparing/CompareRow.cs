using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Page.Comparing;

/// <summary>One thing by which campaigns are told apart.</summary>
internal sealed record CompareRow(string Title, Func<ResultsReply, string> Of)
{
    public static IReadOnlyList<CompareRow> All { get; } =
    [
        new("State", results => Words.Of(results.Campaign.State)),
        new("Submitted", results => Readable.Moment(results.Campaign.SubmittedAt)),
        new("Method", results => results.Campaign.Spec.Search.Method),
        new("Trials", results => $"{results.Campaign.Trials.Count}"),
        new("May lose", results => Readable.Points(results.Campaign.Spec.MaxDropPoints)),
        new("Uncompressed", results => results.Baseline is { } baseline
            ? $"{Readable.Count(baseline.Cost.Parameters)} parameters, {Readable.Percent(baseline.ValidationAccuracy, 2)}"
            : ""),
        new("Candidates", results => $"{results.Candidates.Count}, {results.Candidates.Count(candidate => candidate.OnFrontier)} on the frontier"),
        new("Smallest within the limits", results => Best(results) is { } best
            ? $"{Readable.Count(best.Cost.Parameters)} parameters ({Readable.Percent((double)best.Cost.Parameters / results.Baseline.Cost.Parameters)}), {Readable.Bytes(best.Cost.Bytes)}"
            : "none"),
        new("Its validation", results => Best(results) is { } best ? Readable.Percent(best.ValidationAccuracy, 2) : ""),
        new("Its test", results => Best(results) is { HasTestAccuracy: true } best ? Readable.Percent(best.TestAccuracy, 2) : ""),
        new("Its latency", results => Best(results) is { } best
            ? string.Join(", ", best.Measurements.Select(measured => $"{Readable.Milliseconds(measured.MedianMs)} on {measured.BoardClass}"))
            : ""),
    ];

    private static Candidate? Best(ResultsReply results) =>
        results.Candidates.Where(candidate => candidate.WithinLimits).MinBy(candidate => candidate.Cost.Bytes);
}
