using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>Runs a network over samples in short steps; counts right answers, sums the loss and, if asked, keeps the logits.</summary>
public sealed class Evaluation(Network network, Samples samples, bool keepsLogits = false) : IDisposable
{
    private const int Rows = 256;

    private readonly List<Tensor> _logits = [];
    private int _done;
    private int _right;
    private double _loss;

    public bool IsDone => _done >= samples.Count;

    public double Fraction => samples.Count == 0 ? 1 : (double)_done / samples.Count;

    /// <summary>Share of right answers so far, 0..1.</summary>
    public double Accuracy => (double)_right / Math.Max(_done, 1);

    /// <summary>Mean cross-entropy so far, in nats.</summary>
    public double Loss => _loss / Math.Max(_done, 1);

    /// <summary>One chunk; false when all samples have been seen.</summary>
    public bool Step()
    {
        if (IsDone) return false;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rows = Math.Min(Rows, samples.Count - _done);
        var inputs = TorchMemory.Of(samples.Inputs.AsMemory(_done * samples.SampleSize, rows * samples.SampleSize).ToArray(),
            [rows, .. network.Graph.Input.Shape[1..]]);
        var logits = network.Logits(inputs);
        var labels = tensor(samples.Labels.AsSpan(_done, rows).ToArray(), ScalarType.Int64);
        _right += (int)logits.argmax(1).eq(labels).sum().item<long>();
        _loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<float>();
        if (keepsLogits) _logits.Add(logits.DetachFromDisposeScope());
        _done += rows;
        return !IsDone;
    }

    public Evaluation Finish()
    {
        while (Step())
        {
        }
        return this;
    }

    /// <summary>Logits of all samples in order, [samples, classes]; the caller owns them.</summary>
    public Tensor TakeLogits()
    {
        using var scope = NewDisposeScope();
        return cat([.. _logits]).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var part in _logits) part.Dispose();
        _logits.Clear();
    }
}
