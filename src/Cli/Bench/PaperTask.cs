namespace DeepIoT.Cli.Bench;

/// <summary>One of the paper's five tasks, in the size and on the data that this suite runs it.</summary>
/// <param name="Network">Its name in the zoo, built at <paramref name="Width"/>.</param>
/// <param name="Data">What `deepiot data prepare` is asked for.</param>
/// <param name="Parts">The prepared files begin with this.</param>
/// <param name="PretrainingEpochs">Of the network that is then compressed.</param>
/// <param name="TargetShare">Share of the parameters that every method is asked for.</param>
/// <param name="MinutesATrial">On one core, roughly; for telling how long a run takes.</param>
/// <param name="PaperShare">Share of the parameters that the paper leaves, and <paramref name="PaperMetric"/> at what.</param>
public sealed record PaperTask(
    string Name,
    string Network,
    double Width,
    string Data,
    string Parts,
    int PretrainingEpochs,
    double TargetShare,
    int Iterations,
    int Epochs,
    double MinutesATrial,
    double PaperShare,
    string PaperMetric)
{
    /// <summary>What every method is told about the task's data beyond its own defaults.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public static IReadOnlyList<PaperTask> All { get; } =
    [
        new("lenet5", "lenet5", 1, "mnist", "mnist", PretrainingEpochs: 7, TargetShare: 0.01, Iterations: 3_000, Epochs: 25, MinutesATrial: 5,
            0.0198, "error 0.85 → 0.85 % (MNIST)"),
        new("deepsense-activity", "deepsense-activity", 1, "hapt", "hapt-activity", PretrainingEpochs: 15, TargetShare: 0.05, Iterations: 1_000, Epochs: 30, MinutesATrial: 8,
            0.0616, "94.6 → 94.7 % (HHAR)"),
        new("deepsense-user", "deepsense-user", 1, "hapt", "hapt-user", PretrainingEpochs: 30, TargetShare: 0.05, Iterations: 1_000, Epochs: 200, MinutesATrial: 12,
            0.0113, "99.6 → 99.6 % (HHAR)") { Options = new Dictionary<string, string> { ["blend"] = "0.5", ["alpha"] = "1" } },
        new("bilstm", "bilstm-narrow", 1, "fsdd", "fsdd", PretrainingEpochs: 25, TargetShare: 0.08, Iterations: 1_000, Epochs: 40, MinutesATrial: 8,
            0.0998, "word error 9.31 → 9.20 % (LibriSpeech, 5 × 512)"),
        new("vgg16", "vgg16", 0.25, "cifar10", "cifar10", PretrainingEpochs: 20, TargetShare: 0.12, Iterations: 1_500, Epochs: 12, MinutesATrial: 17,
            0.0244, "90.6 → 90.6 % (full width)") { Options = new Dictionary<string, string> { ["mirror"] = "horizontal", ["shift"] = "0.125" } },
    ];
}
