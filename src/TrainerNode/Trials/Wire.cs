using DeepIoT.Compression;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Cluster;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>The wire's words for trials in the core's, and back.</summary>
internal static class Wire
{
    // Defaults of campaigns.proto for fields left at 0.
    private const double ValidationShare = 0.1, Scale = 1;

    public static TrialSettings Settings(StartTrial order, Budget budget)
    {
        var settings = order.Settings;
        return new TrialSettings(
            settings.Method,
            budget,
            settings.Smallest ? null : settings.TargetShare,
            order.MaxDropPoints,
            settings.Seed,
            settings.Epochs,
            settings.Iterations == 0 ? null : settings.Iterations,
            settings.Options)
        {
            Rungs = [.. settings.Rungs],
        };
    }

    public static DataFormat Format(V1.DataFormat format) => format switch
    {
        V1.DataFormat.Npz => DataFormat.Npz,
        V1.DataFormat.Npy => DataFormat.Npy,
        V1.DataFormat.Idx => DataFormat.Idx,
        V1.DataFormat.Csv => DataFormat.Csv,
        _ => throw new RejectedException("data.format", $"{format} is not known here", "Use npz, npy, idx or csv"),
    };

    public static Decoding Of(V1.DecodingSpec? decoding) => decoding is null
        ? Decoding.Greedy
        : new Decoding(Math.Max(1, decoding.Beam), decoding.Separator > 0 ? decoding.Separator : null);

    public static TaskKind Of(V1.Task task) => task switch
    {
        V1.Task.Classification => TaskKind.Classification,
        V1.Task.Sequence => TaskKind.Sequence,
        V1.Task.Regression => TaskKind.Regression,
        V1.Task.Labels => TaskKind.Labels,
        _ => throw new RejectedException("task", $"{task} is not known here", "Use classification, sequence, regression or labels"),
    };

    public static double ScaleOf(V1.DataSpec data) => data.Scale == 0 ? Scale : data.Scale;

    public static double ValidationShareOf(V1.DataSpec data) => data.ValidationShare == 0 ? ValidationShare : data.ValidationShare;

    public static V1.TrialProgress Of(TrialProgress progress)
    {
        var told = new V1.TrialProgress
        {
            Step = progress.Step,
            Fraction = progress.Fraction,
            Loss = progress.Loss,
            ParametersLeft = progress.ParametersLeft,
            MacsLeft = progress.MacsLeft,
            StepsPerSecond = progress.StepsPerSecond,
        };
        if (progress.ValidationAccuracy is { } accuracy)
            told.ValidationAccuracy = accuracy;
        told.Layers.Add((progress.Layers ?? []).Select(layer => new V1.LayerKeep { Group = layer.Group, Kept = layer.Share }));
        return told;
    }

    public static CandidateFound Of(TrialCandidate candidate, V1.ArtifactRef model, Budget budget)
    {
        var found = new CandidateFound
        {
            Model = model,
            Rung = candidate.Rung,
            Cost = Of(candidate.Cost),
            ValidationAccuracy = candidate.ValidationAccuracy,
            Structure = { candidate.Structure.Select(Of) },
        };
        if (candidate.TestAccuracy is { } accuracy)
            found.TestAccuracy = accuracy;
        if (budget.IsPredicted)
            found.Predicted.Add(Predicted(ModelGraph.Read(candidate.Onnx), budget));
        return found;
    }

    public static ProbeFound Of(TrialProbe probe, V1.ArtifactRef model)
    {
        var graph = ModelGraph.Read(probe.Onnx);
        var cost = new ModelCost((long)graph.Parameters.At(graph.Widths), (long)graph.Macs.At(graph.Widths), probe.Onnx.Length);
        return new ProbeFound { Model = model, BudgetShare = probe.BudgetShare, Cost = Of(cost) };
    }

    public static Examined Of(Compression.Trials.BaselineReport report)
    {
        var baseline = new Protocol.Cluster.BaselineReport
        {
            Cost = Of(report.Cost),
            ValidationAccuracy = report.ValidationAccuracy,
            SmallestShare = report.SmallestShare,
            Structure = { report.Structure.Select(Of) },
        };
        if (report.TestAccuracy is { } accuracy)
            baseline.TestAccuracy = accuracy;
        return new Examined { Baseline = baseline };
    }

    public static Examined Of(IEnumerable<Problem> problems) => new()
    {
        Problems = { problems.Select(problem => new V1.Problem { Field = problem.Field, Reason = problem.Reason, Remedy = problem.Remedy }) },
    };

    public static CostKind Cost(string cost) => cost switch
    {
        "parameters" => CostKind.Parameters,
        "macs" => CostKind.Macs,
        "bytes" => CostKind.Bytes,
        "latency" => CostKind.Latency,
        "energy" => CostKind.Energy,
        _ => throw new RejectedException("settings.cost", $"`{cost}` is not known here", "Use parameters, macs, bytes, latency or energy"),
    };

    private static IEnumerable<V1.Prediction> Predicted(ModelGraph graph, Budget budget) =>
        from term in budget.Terms
        where term.Predicted is not null
        select new V1.Prediction
        {
            BoardClass = term.Predicted!.BoardClass,
            Cost = term.Kind.ToString().ToLowerInvariant(),
            Amount = term.CostOf(graph).At(graph.Widths),
        };

    private static V1.ModelCost Of(ModelCost cost) => new() { Parameters = cost.Parameters, Macs = cost.Macs, Bytes = cost.Bytes };

    private static V1.LayerWidth Of(LayerWidth width) => new() { Group = width.Group, Before = width.Before, After = width.After };
}
