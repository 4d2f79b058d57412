using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// Trains with distillation and, every few iterations, physically removes the units of the lowest score until the
/// falling budget is met. What counts as a low score is the subclass's business.
/// </summary>
public abstract class ShrinkingSearch : ISearch
{
    private const int BatchSize = 64;
    private const double LearningRateOfWeights = 1e-3;

    private readonly SearchInput _input;
    private BudgetSchedule _schedule;
    private readonly Distillation _distillation;
    private readonly BatchFeed _batches;
    private readonly Adam _adam;
    private readonly int _every;
    private Network _network;
    private int _iteration;
    private double _share = 1;

    protected ShrinkingSearch(SearchInput input, ShrinkingOptions options)
    {
        (_input, _network) = (input, new Network(input.Graph));
        _schedule = new BudgetSchedule(input.TargetShare, input.Iterations);
        (_distillation, _every) = (options.Distillation, options.Every ?? (input.Iterations <= 600 ? 10 : 25));
        _batches = new BatchFeed(input.Data.Samples, BatchSize, input.Seed);
        _adam = new Adam(_network.Trainable.Select(t => t.Value));
    }

    public double TargetShare
    {
        get => _schedule.TargetShare;
        set => _schedule = _schedule with { TargetShare = value };
    }

    public double Fraction => (double)_iteration / _input.Iterations;

    public double Loss { get; private set; } = double.NaN;

    public double[] Widths => _network.Graph.Widths;

    protected Network Network => _network;

    public bool Step()
    {
        if (_iteration >= _input.Iterations) return false;
        using var scope = NewDisposeScope();
        using (var batch = _batches.Next()) Train(batch);
        _iteration++;
        var share = _schedule.ShareAt(_iteration);
        if (share < _share && (_iteration % _every == 0 || share <= TargetShare)) Shrink(_share = share);
        return _iteration < _input.Iterations;
    }

    public Network Dense() => _network.Clone();

    public void Persist(CheckpointArchive archive)
    {
        archive.Integer("iteration", ref _iteration);
        archive.Real("share", ref _share);
        archive.Network("network", ref _network);
        if (archive.IsLoading) _adam.Slice(_network.Trainable.Select(t => t.Value), (_, moment) => moment);
        _adam.Persist(archive.Part("adam"));
        _batches.Persist(archive.Part("batches"));
        PersistScores(archive);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gates to train with, whose gradients <see cref="Observe"/> gets; empty for none.</summary>
    protected virtual Tensor[] MakeGates(int batch) => [];

    /// <summary>Sees the gradient of the batch's mean loss by each gate.</summary>
    protected virtual void Observe(IReadOnlyList<Tensor> gradients, int batch)
    {
    }

    /// <summary>Score of each unit of each group, larger is more worth keeping.</summary>
    protected abstract float[]?[] Scores();

    /// <summary>The network is about to become <paramref name="after"/>.</summary>
    protected virtual void Follow(Keep keep, ModelGraph after)
    {
    }

    protected virtual void PersistScores(CheckpointArchive archive)
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        _network.Dispose();
        _batches.Dispose();
        _adam.Dispose();
    }

    private void Train(Batch batch)
    {
        var gates = MakeGates(batch.Size);
        var inputs = _input.Data.Show(batch, _network.Graph.Input.Shape, _input.Seed, _iteration);
        var scores = _input.Data.Task.Scores(_network, inputs, gates.Length == 0 ? null : new Gates(gates), isTraining: true);
        var loss = _distillation.Loss(_input.Data.Task, scores, batch.Targets, () => _input.Data.Answers(batch, inputs));
        var gradients = autograd.grad([loss], [.. _adam.Values, .. gates]);
        _adam.Step([.. gradients.Take(_adam.Values.Count)], LearningRate.LateDecay(_iteration, _input.Iterations, LearningRateOfWeights));
        Observe([.. gradients.Skip(_adam.Values.Count)], batch.Size);
        if (_iteration % 25 == 0) Loss = TrainingLoss.Of(loss);
    }

    private void Shrink(double share)
    {
        var (cost, scores) = (_input.CostOf(_network.Graph), Scores());
        if (_input.Budget.IsPredicted) scores = BudgetChoice.PerCost(scores, cost.Slopes(_network.Graph.Widths));
        var keep = BudgetChoice.Choose(_network.Graph, scores, cost, share, _input.Budget.IsPredicted);
        if (keep.IsAll) return;
        var smaller = _network.Sliced(keep);
        _adam.Slice(_network.Graph, keep, smaller);
        Follow(keep, smaller.Graph);
        _network.Dispose();
        _network = smaller;
    }
}
