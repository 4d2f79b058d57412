using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>Trains a pruned network in place at full rate: fresh Adam, warm-up, cosine to nearly nothing.</summary>
public sealed class Finetuning : ITrialWork
{
    private const int BatchSize = 64;

    private readonly TrainingData _data;
    private readonly ulong _seed;
    private readonly Distillation _distillation;
    private readonly IGateSource? _gates;
    private readonly Adam _adam;
    private readonly double _peak;
    private readonly long _steps;
    private readonly BatchFeed _batches;
    private long _step;

    /// <param name="gates">Gates drawn anew for every batch; null trains the plain network.</param>
    public Finetuning(Network network, TrainingData data, int epochs, ulong seed, Distillation distillation, IGateSource? gates = null)
    {
        (Network, _data, _seed, _distillation, _gates) = (network, data, seed, distillation, gates);
        _adam = new Adam(network.Trainable.Select(t => t.Value));
        // Normalised and recurrent networks take smaller steps.
        _peak = network.Graph.Nodes.Any(n => n.Type is "BatchNormalization" or "LSTM" or "GRU" or "RNN") ? 3e-3 : 4e-3;
        _batches = new BatchFeed(data.Samples, BatchSize, seed);
        _steps = epochs * (long)_batches.BatchesPerEpoch;
    }

    public Network Network { get; }

    public double Loss { get; private set; } = double.NaN;

    public double Fraction => _steps == 0 ? 1 : (double)_step / _steps;

    /// <summary>One batch; false when all epochs are over.</summary>
    public bool Step()
    {
        if (_step >= _steps) return false;
        using var scope = NewDisposeScope();
        using var batch = _batches.Next();
        var inputs = _data.Show(batch, Network.Graph.Input.Shape, _seed, _step);
        var scores = _data.Task.Scores(Network, inputs, _gates?.Draw(Network.Graph, batch.Size), isTraining: true);
        var loss = _distillation.Loss(_data.Task, scores, batch.Targets, () => _data.Answers(batch, inputs));
        _adam.Step([.. autograd.grad([loss], [.. _adam.Values])], LearningRate.Cosine(_step, _steps, _peak));
        if (_step % 50 == 0) Loss = TrainingLoss.Of(loss);
        _step++;
        return _step < _steps;
    }

    public void Persist(CheckpointArchive archive)
    {
        archive.Integer("step", ref _step);
        _adam.Persist(archive.Part("adam"));
        _batches.Persist(archive.Part("batches"));
    }

    public void Dispose()
    {
        _adam.Dispose();
        _batches.Dispose();
    }
}
