using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Trials;

/// <summary>Makes trials of this assembly's methods. Each runs on one Torch thread, so that trials can share a machine.</summary>
public sealed class TrialFactory : ITrialFactory
{
    private readonly TimeProvider _time;

    public TrialFactory(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        TorchSharp.torch.set_num_threads(1);
    }

    public BaselineReport Examine(TrialInput input, CancellationToken cancellation)
    {
        var graph = ModelGraph.Read(input.Model);
        Reject([.. TrialInputCheck.Problems(input, graph), .. StartNetwork.Problems(input, graph)]);
        using var network = new Network(graph);
        if (!input.IsLabelled)
        {
            using var labelling = new Labelling(input, network);
            while (labelling.Step()) cancellation.ThrowIfCancellationRequested();
            input = labelling.Labelled();
        }
        using var task = input.NewTask();
        return new BaselineReport(CandidateExport.CostOf(graph, input.Model.Length),
            Judge(input.Validation), input.Test is null ? null : Judge(input.Test), graph.Parameters.SmallestShare(graph),
            [.. graph.Groups.Select(g => new LayerWidth(g.Name, g.Units, g.Units))]);

        double Judge(Data.Samples samples)
        {
            using var evaluation = new Evaluation(network, samples, task);
            while (evaluation.Step()) cancellation.ThrowIfCancellationRequested();
            return evaluation.Accuracy;
        }
    }

    public ITrial Start(TrialInput input, TrialSettings settings) => Make(input, settings, null);

    public ITrial Resume(TrialInput input, TrialSettings settings, ReadOnlyMemory<byte> checkpoint) =>
        Make(input, settings, CheckpointArchive.ForLoading(checkpoint));

    private Trial Make(TrialInput input, TrialSettings settings, CheckpointArchive? restored)
    {
        var graph = ModelGraph.Read(input.Model);
        List<Problem> problems = [.. TrialInputCheck.Problems(input, graph), .. StartNetwork.Problems(input, graph)];
        var method = Method.Find(settings.Method);
        if (method is null)
        {
            problems.Add(new Problem("search.method", $"'{settings.Method}' is no method",
                $"Choose one of {string.Join(", ", Method.All.Select(m => m.Name))}."));
        }
        else
        {
            problems.AddRange(method.ProblemsOf(settings.Options));
        }
        if (!input.IsLabelled)
        {
            problems.AddRange(Method.NeedsForLabels(settings.Method, settings.Options));
            settings = settings with { Options = Method.WithoutLabels(settings.Options) };
        }
        if (graph.Input.Rank != 4 && new MethodOptions(settings.Options).Distortion() is { IsOfImages: true })
        {
            problems.Add(new Problem("search.options", $"turn, zoom, shift and mirror distort images, and the model takes {graph.Input.ShapeText}",
                "Leave them out; they need an input of [N, channels, height, width]."));
        }
        if (settings.TargetShare is { } share && graph.Groups.Count > 0 && share < settings.Budget.CostOf(graph, graph).SmallestShare(graph))
        {
            problems.Add(new Problem("targets", FormattableString.Invariant($"{100 * share:0.##} % of the {string.Join(" and ", settings.Budget.Terms.Select(term => term.Kind.ToString().ToLowerInvariant()))} cannot be reached"),
                FormattableString.Invariant($"With every group at its floor {100 * settings.Budget.CostOf(graph, graph).SmallestShare(graph):0.##} % are left; ask for more than that.")));
        }
        Reject(problems);
        return new Trial(input, settings, method!, _time, restored);
    }

    private static void Reject(List<Problem> problems)
    {
        if (problems.Count > 0) throw new RejectedException(problems);
    }
}
