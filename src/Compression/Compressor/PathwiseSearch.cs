using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// Method `compressor`: DeepIoT's LSTM compressor trained by pathwise gradients through hard concrete gates, with a
/// multiplier that holds the expected cost to the falling budget: loss + λr + c·relu(r)², r = ln(C / C_t).
/// </summary>
public sealed class PathwiseSearch : ISearch
{
    private const int BatchSize = 64;
    private const int RemovalInterval = 50;
    private const double LearningRateOfWeights = 1e-3;
    private const double LearningRateOfCompressor = 5e-3;
    private const double MultiplierRate = 0.1;
    private const double MultiplierLimit = 20;
    private const double Penalty = 3;
    private const double ClosedBelow = 0.02;
    private const double LogitOffset = 2;

    private readonly SearchInput _input;
    private BudgetSchedule _schedule;
    private readonly Distillation _distillation;
    private readonly BatchFeed _batches;
    private readonly Generator _generator;
    private readonly KeepLogits _compressor;
    private readonly Adam _adam;
    private readonly Adam _compressorAdam;
    private Network _network;
    private ICost _cost;
    private int _iteration;
    private double _lambda;

    public PathwiseSearch(SearchInput input, PathwiseOptions options)
    {
        (_input, _network) = (input, new Network(input.Graph));
        _schedule = new BudgetSchedule(input.TargetShare, input.Iterations);
        _distillation = options.Distillation;
        _batches = new BatchFeed(input.Data.Samples, BatchSize, input.Seed);
        _generator = new Generator(input.Seed);
        _compressor = options.SeesWeights
            ? new LstmCompressor(input.Graph, _generator, LogitOffset)
            : new FreeLogits(input.Graph, LogitOffset);
        _adam = new Adam(_network.Trainable.Select(t => t.Value));
        _compressorAdam = new Adam(_compressor.Parameters, 0.9, 0.99);
        _cost = input.CostOf(_network.Graph);
    }

    public double TargetShare
    {
        get => _schedule.TargetShare;
        set => _schedule = _schedule with { TargetShare = value };
    }

    public double Fraction => (double)_iteration / _input.Iterations;

    public double Loss { get; private set; } = double.NaN;

    public double[] Widths
    {
        get
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            return [.. _compressor.Of(_network).Select(l => (double)HardConcrete.OpenProbability(l).sum().item<float>())];
        }
    }

    public bool Step()
    {
        if (_iteration >= _input.Iterations) return false;
        using var scope = NewDisposeScope();
        using (var batch = _batches.Next()) Train(batch);
        if (++_iteration % RemovalInterval == 0) RemoveClosed();
        return _iteration < _input.Iterations;
    }

    public Network Dense()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var logits = _compressor.Of(_network);
        using var folded = _network.Clone();
        Folding.Fold(folded, [.. logits.Select(l => HardConcrete.Mean(l).data<float>().ToArray())]);
        return folded.Sliced(BudgetChoice.Choose(
            folded.Graph, ScoresOf(logits), _input.CostOf(folded.Graph), _schedule.ShareAt(_iteration), _input.Budget.IsPredicted));
    }

    public void Persist(CheckpointArchive archive)
    {
        archive.Integer("iteration", ref _iteration);
        archive.Real("lambda", ref _lambda);
        archive.Network("network", ref _network);
        _compressor.Persist(archive.Part("compressor"), _network.Graph);
        if (archive.IsLoading)
        {
            _adam.Slice(_network.Trainable.Select(t => t.Value), (_, moment) => moment);
            _compressorAdam.Slice(_compressor.Parameters, (_, moment) => moment);
            _cost = _input.CostOf(_network.Graph);
        }
        _adam.Persist(archive.Part("adam"));
        _compressorAdam.Persist(archive.Part("compressor-adam"));
        _batches.Persist(archive.Part("batches"));
        archive.Generator("generator", _generator);
    }

    public void Dispose()
    {
        _network.Dispose();
        _compressor.Dispose();
        _batches.Dispose();
        _generator.Dispose();
        _adam.Dispose();
        _compressorAdam.Dispose();
    }

    private void Train(Batch batch)
    {
        var logits = _compressor.Of(_network);
        var gates = logits.Select((l, k) => HardConcrete.Sample(l, _network.Graph.MaskRows(k, batch.Size), _generator)).ToArray();
        var inputs = _input.Data.Show(batch, _network.Graph.Input.Shape, _input.Seed, _iteration);
        var scores = _input.Data.Task.Scores(_network, inputs, new Gates(gates), isTraining: true);
        var task = _distillation.Loss(_input.Data.Task, scores, batch.Targets, () => _input.Data.Answers(batch, inputs));

        var widths = stack([.. logits.Select(l => HardConcrete.OpenProbability(l).sum())]).to(ScalarType.Float64);
        var r = (_cost.At(widths) / Number(_schedule.ShareAt(_iteration))).log();
        var loss = task.Plus(r * Number(_lambda)).Plus(r.relu().Squared() * Number(Penalty));

        var gradients = autograd.grad([loss], [.. _adam.Values, .. _compressorAdam.Values]);
        _adam.Step([.. gradients.Take(_adam.Values.Count)], LearningRate.LateDecay(_iteration, _input.Iterations, LearningRateOfWeights));
        _compressorAdam.Step([.. gradients.Skip(_adam.Values.Count)], LearningRateOfCompressor);
        _lambda = Math.Clamp(_lambda + (MultiplierRate * r.item<double>()), 0, MultiplierLimit);
        if (_iteration % 25 == 0) Loss = TrainingLoss.Of(task);
    }

    private void RemoveClosed()
    {
        using var frozen = no_grad();
        var open = _compressor.Of(_network).Select(l => HardConcrete.OpenProbability(l).data<float>().ToArray()).ToArray();
        var keep = new Keep(_network.Graph, [.. open.Select((p, k) =>
            Enumerable.Range(0, p.Length).OrderByDescending(u => p[u])
                .Where((u, rank) => rank < _network.Graph.Groups[k].MinUnits || p[u] >= ClosedBelow).ToArray())]);
        if (keep.IsAll) return;
        var smaller = _network.Sliced(keep);
        _adam.Slice(_network.Graph, keep, smaller);
        _compressorAdam.Slice(_compressorAdam.Values, (i, moment) => _compressor.Select(keep, i, moment));
        _compressor.Follow(keep, smaller.Graph);
        _compressorAdam.Slice(_compressor.Parameters, (_, moment) => moment);
        _cost = _input.CostOf(smaller.Graph);
        _network.Dispose();
        _network = smaller;
    }

    private static float[]?[] ScoresOf(Tensor[] logits) => [.. logits.Select(l => l.data<float>().ToArray())];
}
