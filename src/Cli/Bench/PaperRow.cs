using System.Text.Json.Serialization;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Bench;

/// <summary>One line of the results: a task under a method, each figure the median of its seeds. The JSON file holds these.</summary>
/// <param name="TestAccuracies">Of each seed.</param>
/// <param name="LatencyMs">Null until it is measured.</param>
/// <param name="LatencyTainted">Whether the measuring of any of the networks was disturbed.</param>
/// <param name="Seconds">Wall-clock of search and fine-tuning, trials side by side.</param>
/// <param name="ProcessorSeconds">Of the trial's thread; null in rows that were written before it was told.</param>
public sealed record PaperRow(
    string Task,
    string Method,
    double ParametersLeft,
    double MacsLeft,
    double TestAccuracyBefore,
    IReadOnlyList<double> TestAccuracies,
    double? LatencyMsBefore,
    double? LatencyMs,
    bool LatencyTainted,
    double Seconds,
    double? ProcessorSeconds)
{
    /// <summary>The default: of the two methods of the portfolio, the smallest that validation cannot tell from the best, seed by seed.</summary>
    public const string Auto = "auto";

    public static readonly IReadOnlyList<string> Portfolio = ["taylor", "compressor"];

    [JsonIgnore]
    public double TestAccuracy => Median([.. TestAccuracies]);

    public static IEnumerable<PaperRow> Of(PaperBaseline baseline, IReadOnlyList<PaperRun> runs)
    {
        var preferred = runs.Where(run => Portfolio.Contains(run.Method)).GroupBy(run => run.Seed).Where(seed => seed.Count() == Portfolio.Count)
            .Select(seed => Preferred(baseline, [.. seed])).ToArray();
        if (preferred.Length > 0)
            yield return Of(Auto, baseline, preferred);
        foreach (var method in runs.GroupBy(run => run.Method))
            yield return Of(method.Key, baseline, [.. method.OrderBy(run => run.Seed)]);
    }

    /// <summary>
    /// What was found lately and earlier in one list: of a task under a method the row of more seeds, the later of equals.
    /// </summary>
    public static IReadOnlyList<PaperRow> Joined(IEnumerable<PaperRow> earlier, IEnumerable<PaperRow> later)
    {
        var tasks = PaperTask.All.Select(task => task.Name).ToList();
        string[] methods = [Auto, .. Compression.Compressor.Method.All.Select(method => method.Name)];
        return
        [
            .. later.Concat(earlier).GroupBy(row => (row.Task, row.Method)).Select(same => same.MaxBy(row => row.TestAccuracies.Count)!)
                .OrderBy(row => tasks.IndexOf(row.Task)).ThenBy(row => Array.IndexOf(methods, row.Method)),
        ];
    }

    private static PaperRow Of(string method, PaperBaseline baseline, IReadOnlyList<PaperRun> runs) => new(
        baseline.Task,
        method,
        Median([.. runs.Select(run => (double)run.Parameters / baseline.Parameters)]),
        Median([.. runs.Select(run => (double)run.Macs / baseline.Macs)]),
        baseline.TestAccuracy,
        [.. runs.Select(run => run.TestAccuracy)],
        baseline.LatencyMs,
        runs.All(run => run.LatencyMs is not null) ? Median([.. runs.Select(run => run.LatencyMs!.Value)]) : null,
        baseline.LatencyTainted == true || runs.Any(run => run.LatencyTainted == true),
        Median([.. runs.Select(run => run.Seconds)]),
        Median([.. runs.Select(run => run.ProcessorSeconds)]));

    /// <summary>With the time of both, which the choice has cost.</summary>
    private static PaperRun Preferred(PaperBaseline baseline, IReadOnlyList<PaperRun> runs)
    {
        var best = runs.Max(run => run.ValidationAccuracy);
        var tolerance = Tolerance.Of(best, baseline.ValidationSamples, maxDropPoints: 0);
        return runs.Where(run => run.ValidationAccuracy >= best - tolerance).MinBy(run => (run.Parameters, run.ValidationLoss))! with
        {
            Seconds = runs.Sum(run => run.Seconds),
            ProcessorSeconds = runs.Sum(run => run.ProcessorSeconds),
        };
    }

    private static double Median(double[] figures)
    {
        Array.Sort(figures);
        return (figures[(figures.Length - 1) / 2] + figures[figures.Length / 2]) / 2;
    }
}
