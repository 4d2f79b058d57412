using System.Globalization;
using System.Text;
using DeepIoT.Cli.Output;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Bench;

/// <summary>One line of the results: a task under a method, the median of its seeds.</summary>
public sealed record PaperRow(PaperTask Task, string Method, PaperBaseline Baseline, IReadOnlyList<PaperRun> Runs)
{
    /// <summary>The default: of the two methods of the portfolio, the smallest that validation cannot tell from the best, seed by seed.</summary>
    public const string Auto = "auto";

    public static readonly IReadOnlyList<string> Portfolio = ["taylor", "compressor"];

    public double ParametersLeft => Median(run => (double)run.Parameters / Baseline.Parameters);

    public double MacsLeft => Median(run => (double)run.Macs / Baseline.Macs);

    public double TestAccuracy => Median(run => run.TestAccuracy);

    public double? LatencyMs => Runs.All(run => run.LatencyMs is not null) ? Median(run => run.LatencyMs!.Value) : null;

    public bool IsTainted => Baseline.LatencyTainted == true || Runs.Any(run => run.LatencyTainted == true);

    public double Seconds => Median(run => run.Seconds);

    public static IEnumerable<PaperRow> Of(PaperTask task, PaperBaseline baseline, IReadOnlyList<PaperRun> runs)
    {
        var preferred = runs.Where(run => Portfolio.Contains(run.Method)).GroupBy(run => run.Seed).Where(seed => seed.Count() == Portfolio.Count)
            .Select(seed => Preferred(baseline, [.. seed])).ToArray();
        if (preferred.Length > 0)
            yield return new PaperRow(task, Auto, baseline, [.. preferred.Select(run => run with { Seconds = runs.Where(r => r.Seed == run.Seed && Portfolio.Contains(r.Method)).Sum(r => r.Seconds) })]);
        foreach (var method in runs.GroupBy(run => run.Method))
            yield return new PaperRow(task, method.Key, baseline, [.. method.OrderBy(run => run.Seed)]);
    }

    private static PaperRun Preferred(PaperBaseline baseline, IReadOnlyList<PaperRun> runs)
    {
        var best = runs.Max(run => run.ValidationAccuracy);
        var tolerance = Tolerance.Of(best, baseline.ValidationSamples, maxDropPoints: 0);
        return runs.Where(run => run.ValidationAccuracy >= best - tolerance).MinBy(run => (run.Parameters, run.ValidationLoss))!;
    }

    private double Median(Func<PaperRun, double> figure)
    {
        var sorted = Runs.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>The suite's page.</summary>
public static class PaperReport
{
    public static readonly IReadOnlyList<Column<PaperRow>> Columns =
    [
        new("task", "task", r => r.Task.Name),
        new("method", "method", r => r.Method),
        new("seeds", "seeds", r => r.Runs.Count),
        new("parametersLeft", "parameters left", r => r.ParametersLeft, r => Readable.Percent(r.ParametersLeft, 2)),
        new("macsLeft", "MACs left", r => r.MacsLeft, r => Readable.Percent(r.MacsLeft, 1)),
        new("testAccuracyBefore", "before", r => r.Baseline.TestAccuracy, r => Readable.Percent(r.Baseline.TestAccuracy, 2)),
        new("testAccuracy", "after (each seed)", r => r.TestAccuracy,
            r => $"{Readable.Percent(r.TestAccuracy, 2)} ({string.Join(", ", r.Runs.Select(run => (100 * run.TestAccuracy).ToString("0.00", CultureInfo.InvariantCulture)))})"),
        new("latencyMsBefore", "median latency", r => r.Baseline.LatencyMs,
            r => $"{Readable.Milliseconds(r.Baseline.LatencyMs)} → {Readable.Milliseconds(r.LatencyMs)}{(r.IsTainted ? " (tainted)" : "")}"),
        new("latencyMs", "", r => r.LatencyMs, InTable: false),
        new("seconds", "seconds", r => r.Seconds, r => r.Seconds.ToString("0", CultureInfo.InvariantCulture)),
        new("paperParametersLeft", "paper", r => r.Task.PaperShare, r => $"{Readable.Percent(r.Task.PaperShare, 2)}, {r.Task.PaperMetric}"),
    ];

    public static string Page(Sheet sheet, Provenance provenance)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Results on the paper's tasks

            Written by

            ```sh
            {provenance.Command}
            ```

            on {provenance.Machine}. The table has every finished run of the suite's folder, each figure the median over its seeds. The
            metric is on the test part, which no choice has seen: share of right answers, for `bilstm` 1 − digit error. `auto`
            is the default: of `taylor` and `compressor` the better on validation, or the smaller where validation cannot tell
            them apart (one standard error, at most 0.3 points), seed by seed, with the time of both. All methods start from the
            same network and have the same number of search iterations and fine-tuning epochs. Latency is that of one inference
            on this machine, one thread, by the profiler's own measuring; seconds are wall-clock of search and fine-tuning,
            trials side by side, one a core.


            """);
        page.Append(MarkdownTable.Of(sheet));
        page.AppendLine();
        page.AppendLine("The paper's figures are from its own data and widths (HHAR, LibriSpeech, full VGG), measured on an Intel Edison.");
        return page.ToString();
    }
}
