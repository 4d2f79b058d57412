using System.Globalization;
using DeepIoT.Cli.Output;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Bench;

/// <summary>A task with both aims, seed by seed; figures are medians over the seeds.</summary>
public sealed record SteeringRow(SteeringTask Task, IReadOnlyList<(SteeringRun Parameters, SteeringRun Latency)> Pairs)
{
    public static readonly IReadOnlyList<Column<SteeringRow>> Columns =
    [
        new("task", "task", r => r.Task.Name),
        new("seeds", "seeds", r => r.Pairs.Count),
        new("testAccuracyForParameters", "for parameters", r => r.Median(p => p.Parameters.TestAccuracy), r => Readable.Percent(r.Median(p => p.Parameters.TestAccuracy), 2)),
        new("latencyMsForParameters", "at", r => r.Median(p => p.Parameters.LatencyMs), r => Readable.Milliseconds(r.Median(p => p.Parameters.LatencyMs))),
        new("testAccuracyForLatency", "for latency", r => r.Median(p => p.Latency.TestAccuracy), r => Readable.Percent(r.Median(p => p.Latency.TestAccuracy), 2)),
        new("latencyMsForLatency", "at", r => r.Median(p => p.Latency.LatencyMs), r => Readable.Milliseconds(r.Median(p => p.Latency.LatencyMs))),
        new("pointsGained", "points gained", r => r.PointsGained, r => r.PointsGained?.ToString("+0.00;-0.00", CultureInfo.InvariantCulture) ?? Readable.NotMeasured),
        new("latencySaved", "latency saved", r => r.LatencySaved, r => r.LatencySaved is { } saved ? Readable.Percent(saved, 1) : Readable.NotMeasured),
        new("latencyPredicted", "predicted / measured", r => r.Median(p => p.Latency.PredictedMs / p.Latency.LatencyMs), r => r.Median(p => p.Latency.PredictedMs / p.Latency.LatencyMs)?.ToString("0.00", CultureInfo.InvariantCulture) ?? Readable.NotMeasured),
        new("tainted", "tainted", r => r.Tainted, r => $"{r.Tainted} of {2 * r.Pairs.Count}"),
    ];

    /// <summary>Median over seeds of the difference in test accuracy, in points.</summary>
    private double? PointsGained => Median(p => 100 * (p.Latency.TestAccuracy - p.Parameters.TestAccuracy));

    private double? LatencySaved => Median(p => 1 - (p.Latency.LatencyMs / p.Parameters.LatencyMs));

    private int Tainted => Pairs.Sum(p => (p.Latency.LatencyTainted == true ? 1 : 0) + (p.Parameters.LatencyTainted == true ? 1 : 0));

    public static SteeringRow Of(SteeringTask task, IEnumerable<SteeringRun> runs) => new(task,
        [.. runs.GroupBy(run => run.Seed).Where(seed => seed.Count() == 2).OrderBy(seed => seed.Key)
            .Select(seed => (seed.Single(run => run.Aim == SteeringRun.Parameter), seed.Single(run => run.Aim == SteeringRun.Latency)))]);

    /// <summary>Null where a figure is missing.</summary>
    private double? Median(Func<(SteeringRun Parameters, SteeringRun Latency), double?> figure)
    {
        var figures = Pairs.Select(figure).ToArray();
        if (figures.Length == 0 || figures.Contains(null)) return null;
        var sorted = figures.Select(f => f!.Value).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>The page of the comparison.</summary>
public static class SteeringReport
{
    /// <param name="model">Shown as rules; null shows none.</param>
    public static string Page(Sheet sheet, Provenance provenance, string title = "Does asking for time pay?", ExecutionTimeModel? model = null) => FormattableString.Invariant($"""
        # {title}

        Written by

        ```sh
        {provenance.Command}
        ```

        on {provenance.Machine}. From the same network, data and seed a trial is asked first for a share of the parameters, then
        for 80 % of the time that the first's network is predicted to take there. Accuracies are of the test part,
        latencies measured, one thread; each figure is the median over the seeds, differences are taken seed by seed.


        """) + MarkdownTable.Of(sheet) + (model is null ? "" : $"\nTime is predicted by these rules:\n\n```\n{string.Join('\n', model.Rules())}\n```\n");
}
