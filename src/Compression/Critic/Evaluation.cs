using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>Runs a network over samples in short steps; counts right answers, sums the loss and, if asked, keeps the scores.</summary>
public sealed class Evaluation(Network network, Samples samples, TrialTask task, bool keepsScores = false) : IDisposable
{
    /// <summary>Samples in a chunk; the same everywhere, so that a network always answers a sample in the same way.</summary>
    private const int Rows = 256;

    private readonly List<Tensor> _scores = [];
    private readonly Tally _tally = task.Begin(samples);
    private int _done;
    private double _loss;

    public bool IsDone => _done >= samples.Count;

    public double Fraction => samples.Count == 0 ? 1 : (double)_done / samples.Count;

    /// <summary>The task's metric so far, 1 for perfect.</summary>
    public double Accuracy => _tally.Accuracy;

    /// <summary>Mean loss so far.</summary>
    public double Loss => _loss / Math.Max(_done, 1);

    /// <summary>One chunk; false when all samples have been seen.</summary>
    public bool Step()
    {
        if (IsDone) return false;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var scores = ScoresOfChunk(network, samples, task, _done);
        var rows = (int)scores.shape[0];
        var targets = TorchMemory.Of(samples.Targets[(_done * samples.TargetSize)..((_done + rows) * samples.TargetSize)], rows, samples.TargetSize);
        _tally.Add(scores, targets);
        _loss += task.LossOfEach(scores, targets).sum().item<float>();
        if (keepsScores) _scores.Add(scores.DetachFromDisposeScope());
        _done += rows;
        return !IsDone;
    }

    /// <summary>What the network says of the samples from one on, as many as are looked at together.</summary>
    public static Tensor ScoresOfChunk(Network network, Samples samples, TrialTask task, int start)
    {
        var rows = Math.Min(Rows, samples.Count - start);
        var inputs = TorchMemory.Of(samples.Inputs.AsMemory(start * samples.SampleSize, rows * samples.SampleSize).ToArray(),
            [rows, .. network.Graph.Input.Shape[1..]]);
        return task.Scores(network, inputs);
    }

    public Evaluation Finish()
    {
        while (Step())
        {
        }
        return this;
    }

    /// <summary>Scores of all samples in order, [samples, …]; the caller owns them.</summary>
    public Tensor TakeScores()
    {
        using var scope = NewDisposeScope();
        return cat([.. _scores]).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var part in _scores) part.Dispose();
        _scores.Clear();
    }
}
