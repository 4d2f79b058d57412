using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tasks;

/// <summary>Scores [batch, classes], one class number a sample. Cross-entropy; the share of right answers.</summary>
public sealed class ClassificationTask : TrialTask
{
    private readonly Tensor? _weights;

    public ClassificationTask(Samples train, bool balances)
    {
        if (!balances) return;
        var counts = train.Targets.CountBy(c => (int)c).ToDictionary();
        var classes = counts.Keys.Max() + 1;
        _weights = TorchMemory.Of([.. Enumerable.Range(0, classes).Select(c => counts.TryGetValue(c, out var n) ? (float)train.Count / (counts.Count * n) : 0)], classes)
            .DetachFromDisposeScope();
    }

    public override TaskKind Kind => TaskKind.Classification;

    public override IEnumerable<Problem> Problems(ModelGraph graph, IReadOnlyList<Samples> parts)
    {
        if (graph.Output.Rank != 2)
        {
            yield return new Problem("model", $"has an output of shape {graph.Output.ShapeText}", "A classifier has one score a class: [N, classes].");
            yield break;
        }
        var classes = graph.Output.Shape[1];
        var highest = parts.SelectMany(part => part.Targets).DefaultIfEmpty(0).Max();
        if (classes > 0 && highest >= classes)
            yield return new Problem("data", $"has label {highest} where the model tells {classes} classes apart (0 to {classes - 1})", "Use the labels the model was trained on.");
    }

    public override Tensor LossOfEach(Tensor scores, Tensor targets)
    {
        var labels = targets.squeeze(1).to(ScalarType.Int64);
        var loss = nn.functional.cross_entropy(scores, labels, reduction: nn.Reduction.None);
        return _weights is null ? loss : loss * Padded(scores.shape[1]).index_select(0, labels);
    }

    public override Tensor Distance(Tensor scores, Tensor teacher, double temperature) => SoftmaxDistance(scores, teacher, temperature);

    public override IEnumerable<float[]> Answers(Tensor scores) => Rows(scores.argmax(1, keepdim: true).to(ScalarType.Float32));

    public override Tally Begin(Samples samples) => new ShareTally(
        (scores, targets) => (scores.argmax(1).eq(targets.squeeze(1)).sum().item<long>(), scores.shape[0]));

    protected override void Dispose(bool disposing)
    {
        _weights?.Dispose();
        base.Dispose(disposing);
    }

    // The model may know classes that train has no sample of.
    private Tensor Padded(long classes) =>
        _weights!.shape[0] >= classes ? _weights : nn.functional.pad(_weights, [0L, classes - _weights.shape[0]]);
}
