using System.Globalization;
using System.Text;
using DeepIoT.Cli.Output;

namespace DeepIoT.Cli.Bench;

/// <summary>The suite's page.</summary>
public static class PaperReport
{
    public static readonly IReadOnlyList<Column<PaperRow>> Columns =
    [
        new("task", "task", r => r.Task),
        new("method", "method", r => r.Method),
        new("seeds", "seeds", r => r.TestAccuracies.Count),
        new("parametersLeft", "parameters left", r => r.ParametersLeft, r => Readable.Percent(r.ParametersLeft, 2)),
        new("macsLeft", "MACs left", r => r.MacsLeft, r => Readable.Percent(r.MacsLeft, 1)),
        new("testAccuracyBefore", "before", r => r.TestAccuracyBefore, r => Readable.Percent(r.TestAccuracyBefore, 2)),
        new("testAccuracy", "after (each seed)", r => r.TestAccuracy,
            r => $"{Readable.Percent(r.TestAccuracy, 2)} ({string.Join(", ", r.TestAccuracies.Select(seed => (100 * seed).ToString("0.00", CultureInfo.InvariantCulture)))})"),
        new("latencyMsBefore", "median latency", r => r.LatencyMsBefore,
            r => $"{Readable.Milliseconds(r.LatencyMsBefore)} → {Readable.Milliseconds(r.LatencyMs)}{(r.LatencyTainted ? " (tainted)" : "")}"),
        new("latencyMs", "", r => r.LatencyMs, InTable: false),
        new("seconds", "seconds", r => r.Seconds, r => Whole(r.Seconds)),
        new("processorSeconds", "of a processor", r => r.ProcessorSeconds, r => r.ProcessorSeconds is { } seconds ? Whole(seconds) : "not told"),
        new("paperParametersLeft", "paper", r => TaskOf(r).PaperShare, r => $"{Readable.Percent(TaskOf(r).PaperShare, 2)}, {TaskOf(r).PaperMetric}"),
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

            on {provenance.Machine}. The table has every finished run of the suite's folder, and rows that the JSON file
            had before where the folder has fewer seeds; each figure is the median over the seeds. The metric is on the test part, which no choice has seen: share of right answers, for `bilstm` 1 − digit error. `auto`
            is the default: of `taylor` and `compressor` the better on validation, or the smaller where validation cannot tell
            them apart (one standard error, at most 0.3 points), seed by seed, with the time of both. All methods start from the
            same network and have the same number of search iterations and fine-tuning epochs. Latency is that of one inference
            on this machine, one thread, by the profiler's own measuring; seconds are wall-clock of search and fine-tuning,
            trials side by side, one a core, often beside other work, which the seconds of a processor hardly count.


            """);
        page.Append(MarkdownTable.Of(sheet));
        page.AppendLine();
        page.AppendLine("The paper's figures are from its own data and widths (HHAR, LibriSpeech, full VGG), measured on an Intel Edison.");
        return page.ToString();
    }

    private static PaperTask TaskOf(PaperRow row) => PaperTask.All.Single(task => task.Name == row.Task);

    private static string Whole(double seconds) => seconds.ToString("0", CultureInfo.InvariantCulture);
}
