namespace DeepIoT.Cli.Bench;

/// <summary>What one trial of the suite came to. Accuracies are the task's metric, 1 for perfect.</summary>
/// <param name="Seconds">Wall-clock of search and fine-tuning, two trials side by side.</param>
/// <param name="ProcessorSeconds">Of the trial's thread, which is what it takes on an idle core.</param>
/// <param name="RuntimeDifference">The farthest that ONNX Runtime's outputs on test samples are from Torch's, relative to the largest output.</param>
/// <param name="LatencyMs">Median of one inference on this machine; null until it is measured.</param>
public sealed record PaperRun(
    string Task,
    string Method,
    ulong Seed,
    long Parameters,
    long Macs,
    long Bytes,
    double ValidationAccuracy,
    double ValidationLoss,
    double TestAccuracy,
    double Seconds,
    double ProcessorSeconds,
    double RuntimeDifference,
    double? LatencyMs,
    bool? LatencyTainted)
{
    public string Name => NameOf(Task, Method, Seed);

    public static string NameOf(string task, string method, ulong seed) => FormattableString.Invariant($"{task}-{method}-{seed}");
}

/// <summary>The network that a task's trials start from.</summary>
public sealed record PaperBaseline(
    string Task, long Parameters, long Macs, long Bytes, int ValidationSamples, double ValidationAccuracy, double TestAccuracy, double? LatencyMs, bool? LatencyTainted);
