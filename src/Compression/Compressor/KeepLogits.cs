using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>Gives each unit a logit to be kept, through parameters that can be trained and shrink with the network.</summary>
public abstract class KeepLogits : IDisposable
{
    private readonly List<(Tensor Value, int[]?[] Labels)> _parameters = [];

    public IReadOnlyList<Tensor> Parameters => [.. _parameters.Select(p => p.Value)];

    /// <summary>For each group the logits of its units, [units].</summary>
    public abstract Tensor[] Of(Network network);

    /// <summary>Cuts the i-th parameter, or a moment of it, for the units that stay.</summary>
    public Tensor Select(Keep keep, int parameter, Tensor value) => keep.Select(value, _parameters[parameter].Labels);

    /// <summary>Goes on with the smaller network.</summary>
    public void Follow(Keep keep, ModelGraph after)
    {
        using var frozen = no_grad();
        for (var i = 0; i < _parameters.Count; i++)
        {
            var (value, labels) = _parameters[i];
            var kept = keep.Select(value, labels);
            if (ReferenceEquals(kept, value)) continue;
            value.Dispose();
            _parameters[i] = (kept.DetachFromDisposeScope().requires_grad_(true), labels);
        }
        Relabel(after);
    }

    public void Persist(CheckpointArchive archive, ModelGraph graph)
    {
        for (var i = 0; i < _parameters.Count; i++)
        {
            var value = _parameters[i].Value;
            archive.Tensor($"{i}", ref value);
            _parameters[i] = (value, _parameters[i].Labels);
        }
        if (archive.IsLoading) Relabel(graph);
    }

    public void Dispose()
    {
        foreach (var (value, _) in _parameters) value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Labels of every parameter, in order, for a graph.</summary>
    protected abstract IEnumerable<int[]?[]> LabelsFor(ModelGraph graph);

    protected Tensor Parameter(int index) => _parameters[index].Value;

    protected void Add(Tensor initial) => _parameters.Add((initial.DetachFromDisposeScope().requires_grad_(true), []));

    protected virtual void Relabel(ModelGraph graph)
    {
        var i = 0;
        foreach (var labels in LabelsFor(graph)) _parameters[i] = (_parameters[i++].Value, labels);
    }

    protected static int[] LabelsOf(UnitGroup group) => [.. group.Roots];
}
