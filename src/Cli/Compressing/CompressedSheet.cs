using DeepIoT.Cli.Output;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Compressing;

/// <summary>The candidates of one trial against the network they come from.</summary>
public static class CompressedSheet
{
    private sealed record Row(TrialCandidate Candidate, BaselineReport Baseline, string File);

    private static Column<Row>[] Columns(Metric metric) =>
    [
        new("rung", "rung", r => r.Candidate.Rung),
        new("parameters", "parameters", r => r.Candidate.Cost.Parameters, r => Readable.Count(r.Candidate.Cost.Parameters)),
        new("parametersLeft", "left", r => Left(r, c => c.Parameters), r => Readable.Percent(Left(r, c => c.Parameters))),
        new("macs", "MACs", r => r.Candidate.Cost.Macs, r => Readable.Count(r.Candidate.Cost.Macs)),
        new("macsLeft", "left", r => Left(r, c => c.Macs), r => Readable.Percent(Left(r, c => c.Macs))),
        new(metric.Columns.TestKey, metric.Columns.TestTitle, r => r.Candidate.TestAccuracy, r => Readable.Change(r.Baseline.TestAccuracy, r.Candidate.TestAccuracy)),
        new(metric.Columns.ValidationKey, metric.Columns.ValidationTitle, r => r.Candidate.ValidationAccuracy,
            r => Readable.Change(r.Baseline.ValidationAccuracy, r.Candidate.ValidationAccuracy)),
        new("bytes", "size", r => r.Candidate.Cost.Bytes, r => Readable.Bytes(r.Candidate.Cost.Bytes)),
        new("sha256", "hash", r => r.Candidate.Sha256, r => Readable.ShortHash(r.Candidate.Sha256)),
        new("model", "file", r => r.File),
    ];

    public static Sheet Of(IEnumerable<(TrialCandidate Candidate, string File)> candidates, BaselineReport baseline, Metric metric) =>
        Sheet.Of(candidates.Select(c => new Row(c.Candidate, baseline, c.File)), Columns(metric), "The trial found no candidate.");

    private static double Left(Row row, Func<ModelCost, long> cost) => (double)cost(row.Candidate.Cost) / cost(row.Baseline.Cost);
}
