using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// Method `taylor`: a unit's importance is the squared first-order change of each sample's loss when the unit's gate
/// closes, averaged over samples and smoothed over iterations (Molchanov et al. 2019, on groups).
/// </summary>
public sealed class TaylorSearch : ShrinkingSearch
{
    private const double Smoothing = 0.9;

    private readonly Tensor[] _importance;

    public TaylorSearch(SearchInput input, ShrinkingOptions options) : base(input, options) =>
        _importance = [.. input.Graph.Groups.Select(g => zeros(g.Units).DetachFromDisposeScope())];

    protected override Tensor[] MakeGates(int batch) =>
        [.. Network.Graph.Groups.Select(g => ones(Network.Graph.MaskRows(g.Index, batch), g.Units, requires_grad: true))];

    protected override void Observe(IReadOnlyList<Tensor> gradients, int batch)
    {
        using var frozen = no_grad();
        for (var k = 0; k < gradients.Count; k++)
        {
            // The gradient is of the batch mean: times the batch it is each sample's own. Where one gate serves all
            // samples, their gradients come added up, and the square of the sum stands for the sum of the squares.
            var rows = gradients[k].shape[0];
            var score = gradients[k].mul(Number(batch)).Squared().mean([0]).mul(Number((double)rows / batch));
            _importance[k].mul_(Number(Smoothing)).add_(score, Number(1 - Smoothing));
        }
    }

    protected override float[]?[] Scores() => [.. _importance.Select(a => a.data<float>().ToArray())];

    protected override void Follow(Keep keep, ModelGraph after)
    {
        for (var k = 0; k < _importance.Length; k++)
        {
            var kept = keep.Select(_importance[k], [[.. Network.Graph.Groups[k].Roots]]);
            if (ReferenceEquals(kept, _importance[k])) continue;
            _importance[k].Dispose();
            _importance[k] = kept.DetachFromDisposeScope();
        }
    }

    protected override void PersistScores(CheckpointArchive archive) => archive.Tensors("importance", _importance);

    protected override void Dispose(bool disposing)
    {
        foreach (var importance in _importance) importance.Dispose();
        base.Dispose(disposing);
    }
}
