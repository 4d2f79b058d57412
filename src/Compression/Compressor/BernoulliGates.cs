using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// The authors' fine-tuning: units stay open with the probability they ended with, and count by it at evaluation, where
/// it is folded into the weights.
/// </summary>
public sealed class BernoulliGates(IEnumerable<Tensor> probabilities, ulong seed) : IGateSource, IDisposable
{
    private readonly Tensor[] _probabilities = [.. probabilities.Select(p => p.clone().DetachFromDisposeScope())];
    private readonly Generator _generator = new(~seed);

    public Gates Draw(ModelGraph graph, int batch) =>
        new([.. _probabilities.Select((p, k) => p.unsqueeze(0).expand(graph.MaskRows(k, batch), -1).bernoulli(_generator))]);

    public void FoldInto(Network network) => Folding.Fold(network, [.. _probabilities.Select(p => p.data<float>().ToArray())]);

    /// <summary>Stores the gates, or makes those that were stored; null for none.</summary>
    public static BernoulliGates? Persist(CheckpointArchive archive, BernoulliGates? gates)
    {
        var groups = gates?._probabilities.Length ?? 0;
        archive.Integer("groups", ref groups);
        if (groups == 0) return null;
        gates ??= new BernoulliGates(Enumerable.Range(0, groups).Select(_ => zeros(1)), 0);
        archive.Tensors("probabilities", gates._probabilities);
        archive.Generator("generator", gates._generator);
        return gates;
    }

    public void Dispose()
    {
        foreach (var p in _probabilities) p.Dispose();
        _generator.Dispose();
    }
}
