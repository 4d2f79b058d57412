using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tasks;

/// <summary>
/// Scores [batch, questions], 0 or 1 each: binary and multi-label classification. Binary cross-entropy; the share of
/// right answers to all questions, a score above 0 being a yes.
/// </summary>
public sealed class LabelsTask : TrialTask
{
    private readonly Tensor? _weightOfYes;

    public LabelsTask(Samples train, bool balances)
    {
        if (!balances) return;
        var yes = new double[train.TargetSize];
        for (var i = 0; i < train.Targets.Length; i++) yes[i % yes.Length] += train.Targets[i];
        _weightOfYes = TorchMemory.Of([.. yes.Select(n => (float)((train.Count - n) / Math.Max(n, 1)))], yes.Length).DetachFromDisposeScope();
    }

    public override TaskKind Kind => TaskKind.Labels;

    public override IEnumerable<Problem> Problems(ModelGraph graph, IReadOnlyList<Samples> parts)
    {
        if (graph.Output.Rank != 2 || parts.Any(part => part.TargetSize != graph.Output.Shape[1]))
        {
            yield return new Problem("model", $"has an output of shape {graph.Output.ShapeText}{string.Concat(parts.Take(1).Select(part => $" for {part.TargetSize} labels a sample"))}",
                "The output has one score for each label: [N, labels].");
        }
        if (parts.Any(part => part.Targets.Any(target => target is not (0 or 1))))
            yield return new Problem("data", "has labels that are neither 0 nor 1", "Give 1 for yes and 0 for no.");
    }

    public override Tensor LossOfEach(Tensor scores, Tensor targets) =>
        nn.functional.binary_cross_entropy_with_logits(scores, targets, reduction: nn.Reduction.None, pos_weights: _weightOfYes).mean([1]);

    public override Tensor Distance(Tensor scores, Tensor teacher, double temperature)
    {
        var wanted = sigmoid(teacher / Number(temperature));
        return nn.functional.binary_cross_entropy_with_logits(scores / Number(temperature), wanted, reduction: nn.Reduction.Mean) * Number(temperature * temperature);
    }

    public override IEnumerable<float[]> Answers(Tensor scores) => Rows(scores.gt(Number(0)).to(ScalarType.Float32));

    public override Tally Begin(Samples samples) => new ShareTally(
        (scores, targets) => (scores.gt(Number(0)).eq(targets.gt(Number(0.5))).sum().item<long>(), scores.numel()));

    protected override void Dispose(bool disposing)
    {
        _weightOfYes?.Dispose();
        base.Dispose(disposing);
    }
}
