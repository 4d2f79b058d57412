namespace DeepIoT.Cli.Bench;

/// <summary>A network with its data, compressed once for few parameters and once for little time.</summary>
/// <param name="Share">Of the parameters, which the first is asked for.</param>
public sealed record SteeringTask(string Name, double Share, int? Iterations, int Epochs)
{
    /// <summary>What the method is told beyond its own defaults.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Tasks of the paper's.</summary>
    public static IReadOnlyList<(PaperTask Paper, SteeringTask Task)> OfPaper { get; } =
    [
        Of("lenet5", 0.02, 1_000, 6),
        Of("deepsense-activity", 0.05, 600, 15),
        Of("vgg16", 0.25, 300, 2),
    ];

    private static (PaperTask, SteeringTask) Of(string name, double share, int iterations, int epochs)
    {
        var paper = PaperTask.All.Single(task => task.Name == name);
        return (paper, new(name, share, iterations, epochs) { Options = paper.Options });
    }
}

/// <summary>One trial of the comparison.</summary>
/// <param name="Aim">`parameters` or `latency`.</param>
/// <param name="PredictedMs">By the execution-time model that steered the second.</param>
/// <param name="LatencyMs">Median of one inference on the board; null until it is measured.</param>
public sealed record SteeringRun(
    string Task, string Aim, ulong Seed, long Parameters, double TestAccuracy, double PredictedMs, double? LatencyMs, bool? LatencyTainted)
{
    public const string Parameter = "parameters", Latency = "latency";

    public string Name => NameOf(Task, Aim, Seed);

    public static string NameOf(string task, string aim, ulong seed) => FormattableString.Invariant($"steering-{task}-{aim}-{seed}");
}
