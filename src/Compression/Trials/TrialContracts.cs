using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Trials;

/// <summary>Cost of one network: trainable parameters, multiply-accumulates of one inference, bytes of its ONNX file.</summary>
public sealed record ModelCost(long Parameters, long Macs, long Bytes);

/// <summary>Width of one unit group before and after compression, in units.</summary>
public sealed record LayerWidth(string Group, int Before, int After);

/// <summary>
/// One setting of one search. <paramref name="TargetShare"/> is the share of the baseline's cost to go down to,
/// null for "as small as <paramref name="MaxDropPoints"/> points of validation accuracy allow".
/// </summary>
/// <param name="Method">taylor, compressor, deepiot or magnitude; `auto` is the campaign's portfolio, not a trial's.</param>
/// <param name="Iterations">Search iterations; null lets the method choose by the size of the data.</param>
/// <param name="Options">Options of the method by name.</param>
public sealed record TrialSettings(
    string Method,
    Budget Budget,
    double? TargetShare,
    double MaxDropPoints,
    ulong Seed,
    int Epochs,
    int? Iterations,
    IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Shares of fine-tuning, rising, at which a candidate is exported besides those of the search's end and the trial's.</summary>
    public IReadOnlyList<double> Rungs { get; init; } = [];
}

/// <summary>
/// What a trial works on. The test part is evaluated once, for the report; nothing is chosen by it. Parts without labels
/// get the uncompressed network's answers for labels, and accuracy is agreement with that network.
/// </summary>
public sealed record TrialInput(byte[] Model, Samples Train, Samples Validation, Samples? Test, TaskKind Task = TaskKind.Classification, Decoding? Decoding = null)
{
    /// <summary>A network sliced from the model, which the search begins with; null for the model, which teaches and is the reference in any case.</summary>
    public byte[]? Start { get; init; }

    /// <summary>The task, its losses and metric on this data; the caller disposes of it.</summary>
    public TrialTask NewTask(bool balances = false) => TrialTask.Of(Task, Train, balances, Decoding);

    public bool IsLabelled => Train.IsLabelled;

    public IReadOnlyList<Samples> Parts => [.. new[] { Train, Validation, Test }.OfType<Samples>()];
}

/// <param name="Step">baseline, compress, finetune or export.</param>
/// <param name="Fraction">Done share of the whole trial, 0..1.</param>
/// <param name="ParametersLeft">Share of the baseline's parameters, 0..1; <paramref name="MacsLeft"/> likewise.</param>
/// <param name="ValidationAccuracy">Share of right answers, 0..1; null before the first evaluation.</param>
/// <param name="Layers">What is kept of each unit group; null before the search.</param>
public sealed record TrialProgress(
    string Step,
    double Fraction,
    double Loss,
    double ParametersLeft,
    double MacsLeft,
    double? ValidationAccuracy,
    double StepsPerSecond,
    IReadOnlyList<LayerKept>? Layers = null);

/// <summary>Mean keep probability of a unit group where a search stands, or the share of its units that is left, 0..1.</summary>
public sealed record LayerKept(string Group, double Share);

/// <summary>A pruned dense network that a trial exports at a rung, named by the SHA-256 of its ONNX file.</summary>
/// <param name="ValidationLoss">Mean loss: tells apart what accuracy on few samples cannot.</param>
public sealed record TrialCandidate(
    byte[] Onnx,
    string Sha256,
    int Rung,
    ModelCost Cost,
    double ValidationAccuracy,
    double ValidationLoss,
    double? TestAccuracy,
    IReadOnlyList<LayerWidth> Structure);

/// <summary>
/// A structure that a running search stands at, exported only to be measured: how far its measured time is from
/// <paramref name="BudgetShare"/> says how far to trust the prediction there.
/// </summary>
/// <param name="BudgetShare">Its predicted budget, relative to the uncompressed network's.</param>
public sealed record TrialProbe(byte[] Onnx, string Sha256, double BudgetShare);

/// <summary>What is known of the uncompressed network. Accuracies are shares of right answers, 0..1.</summary>
/// <param name="SmallestShare">Share of the parameters left when every group is at its floor: no search can go below it.</param>
public sealed record BaselineReport(
    ModelCost Cost,
    double ValidationAccuracy,
    double? TestAccuracy,
    double SmallestShare,
    IReadOnlyList<LayerWidth> Structure);
