using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// Method `deepiot`: the paper's Algorithm 1 with the constants of the authors' program. Compressor and critic are
/// trained together; Bernoulli masks, one for each example; score-function gradient for the compressor; a threshold τ
/// that rises step by step, below which a unit is softly deleted (γ·p). DeepIoT (SenSys 2017), sections 4.3 and 4.4.
/// </summary>
public sealed class DeepIotSearch : ISearch
{
    private const int BatchSize = 64;
    private const double Gamma = 0.5;
    private const double TauEnd = 0.825;
    private const int TauSteps = 33;
    private const double LearningRateOfCritic = 1e-4;
    private const double LearningRateOfCompressor = 1e-3;
    private const double WeightDecay = 5e-4;
    private const double Averaging = 0.9;

    private readonly SearchInput _input;
    private readonly ICost _cost;
    private readonly DeepIotOptions _options;
    private readonly int _interval;
    private readonly BatchFeed _batches;
    private readonly Generator _generator;
    private readonly LstmCompressor _compressor;
    private readonly Adam _adam;
    private readonly RmsProp _rmsProp;
    private readonly Tensor[] _below;
    private Tensor[]? _smallestP;
    private Network _network;
    private Network? _smallest;
    private double _smallestShare = double.PositiveInfinity;
    private double _mean;
    private double _variance;
    private double _tau;
    private int _iteration;
    private int _hasBaseline;
    private int _isDone;

    public DeepIotSearch(SearchInput input, DeepIotOptions options)
    {
        (_input, _options, _network) = (input, options, new Network(input.Graph));
        TargetShare = input.TargetShare;
        _cost = input.CostOf(input.Graph);
        _interval = Math.Max(1, input.Iterations / (TauSteps + 1));
        _batches = new BatchFeed(input.Data.Samples, BatchSize, input.Seed);
        _generator = new Generator(input.Seed);
        _compressor = new LstmCompressor(input.Graph, _generator, offset: 0);
        _adam = new Adam(_network.Trainable.Select(t => t.Value), 0.5, 0.9, WeightDecay);
        _rmsProp = new RmsProp(_compressor.Parameters);
        _below = [.. input.Graph.Groups.Select(g => zeros(g.Units).DetachFromDisposeScope())];
    }

    public double TargetShare { get; set; }

    public double Fraction => _isDone == 1 ? 1 : (double)_iteration / (_options.CompressorAlone + _input.Iterations);

    public double Loss { get; private set; } = double.NaN;

    public double[] Widths
    {
        get
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            return [.. KeptUnits(Probabilities()).Select(units => (double)units.Length)];
        }
    }

    public bool Step()
    {
        if (_isDone == 1) return false;
        using (NewDisposeScope())
        {
            if (_iteration >= _options.CompressorAlone)
            {
                using var batch = _batches.Next();
                TrainCritic(batch);
            }
            using var fresh = _batches.Next();
            TrainCompressor(fresh);
        }
        _iteration++;
        var together = _iteration - _options.CompressorAlone;
        if (together > 0 && together % _interval == 0) Check();
        if (together >= _input.Iterations) _isDone = 1;
        return _isDone == 0;
    }

    public Network Dense()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var source = _smallest ?? _network;
        return source.Sliced(new Keep(source.Graph, KeptUnits(_smallestP ?? Probabilities())));
    }

    public BernoulliGates? FinetuningGates
    {
        get
        {
            if (!_options.KeepsGates) return null;
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var p = _smallestP ?? Probabilities();
            return new BernoulliGates(KeptUnits(p).Select((units, k) => p[k].index_select(0, tensor(units.Select(u => (long)u).ToArray()))), _input.Seed);
        }
    }

    public void Persist(CheckpointArchive archive)
    {
        archive.Integer("iteration", ref _iteration);
        archive.Integer("done", ref _isDone);
        archive.Integer("has-baseline", ref _hasBaseline);
        archive.Real("tau", ref _tau);
        archive.Real("mean", ref _mean);
        archive.Real("variance", ref _variance);
        archive.Real("smallest-share", ref _smallestShare);
        archive.Network("network", ref _network);
        if (archive.IsLoading) _adam.Slice(_network.Trainable.Select(t => t.Value), (_, moment) => moment);
        _adam.Persist(archive.Part("adam"));
        _compressor.Persist(archive.Part("compressor"), _network.Graph);
        _rmsProp.Persist(archive.Part("rmsprop"));
        archive.Tensors("below", _below);
        _batches.Persist(archive.Part("batches"));
        archive.Generator("generator", _generator);
        if (double.IsInfinity(_smallestShare)) return;
        if (archive.IsLoading)
        {
            _smallest = new Network(_input.Graph);
            _smallestP = [.. _input.Graph.Groups.Select(g => zeros(g.Units).DetachFromDisposeScope())];
        }
        archive.Network("smallest", ref _smallest!);
        archive.Tensors("smallest-p", _smallestP!);
    }

    public void Dispose()
    {
        _network.Dispose();
        _smallest?.Dispose();
        foreach (var tensor in _below.Concat(_smallestP ?? [])) tensor.Dispose();
        _compressor.Dispose();
        _batches.Dispose();
        _generator.Dispose();
        _adam.Dispose();
        _rmsProp.Dispose();
    }

    private Tensor[] Probabilities() => [.. _compressor.Of(_network).Select(sigmoid)];

    /// <summary>p' = p where p ≥ τ, else γ·p; a retired unit stays out.</summary>
    private Tensor[] SoftlyDeleted(Tensor[] p) => [.. p.Select((pk, k) =>
    {
        var soft = where(pk.ge(Number(_tau)), pk, pk * Number(Gamma));
        return _options.RetireAfter == 0 ? soft : soft * _below[k].lt(Number(_options.RetireAfter)).to(ScalarType.Float32);
    })];

    private Tensor[] Draw(Tensor[] p, int batch) => [.. p.Select((pk, k) => pk.detach().unsqueeze(0).expand(_network.Graph.MaskRows(k, batch), -1).bernoulli(_generator))];

    private void TrainCritic(Batch batch)
    {
        Tensor[] p;
        using (no_grad()) p = SoftlyDeleted(Probabilities());
        var task = _input.Data.Task;
        var loss = task.LossOfEach(task.Scores(_network, Show(batch, 2 * _iteration), new Gates(Draw(p, batch.Size)), isTraining: true), batch.Targets).mean();
        _adam.Step([.. autograd.grad([loss], [.. _adam.Values])], LearningRateOfCritic);
        if (_iteration % 25 == 0) Loss = TrainingLoss.Of(loss);
    }

    private void TrainCompressor(Batch batch)
    {
        var (task, p) = (_input.Data.Task, SoftlyDeleted(Probabilities()));
        var masks = new Tensor[_options.Masks][];
        var losses = new Tensor[_options.Masks];
        using (no_grad())
        {
            var inputs = Show(batch, (2 * _iteration) + 1);
            for (var s = 0; s < _options.Masks; s++)
            {
                masks[s] = Draw(p, batch.Size);
                losses[s] = task.LossOfEach(task.Scores(_network, inputs, new Gates(masks[s])), batch.Targets);
            }
        }
        Tensor? objective = null;
        for (var s = 0; s < _options.Masks; s++)
        {
            var term = (LogProbability(p, masks[s]) * Advantage(losses, s)).mean();
            objective = objective is null ? term : objective.Plus(term);
        }
        var parameters = _compressor.Parameters;
        _rmsProp.Step(parameters, [.. autograd.grad([objective!], [.. parameters])], LearningRateOfCompressor);
    }

    /// <param name="draw">Both batches of an iteration have their own.</param>
    private Tensor Show(Batch batch, long draw) => _input.Data.Show(batch, _network.Graph.Input.Shape, _input.Seed, draw);

    /// <summary>log μ(m | W) of each example: Σ log(p'm + (1 − p')(1 − m)).</summary>
    private static Tensor LogProbability(Tensor[] p, Tensor[] masks)
    {
        Tensor? sum = null;
        for (var k = 0; k < p.Length; k++)
        {
            var pk = p[k].clamp(Number(1e-6), Number(1 - 1e-6));
            var log = (pk * masks[k]).Plus((Number(1) - pk) * (Number(1) - masks[k])).log().sum(1);
            sum = sum is null ? log : sum.Plus(log);
        }
        return sum!;
    }

    /// <summary>How much worse than usual each example fared: (ℓ − mean) / max(1, std), moving averages; or against the other masks.</summary>
    private Tensor Advantage(Tensor[] losses, int mask)
    {
        if (_options.Masks > 1)
        {
            var others = stack([.. losses.Where((_, s) => s != mask)]).mean([0]);
            return losses[mask] - others;
        }
        var (mean, variance) = ((double)losses[mask].mean().item<float>(), (double)losses[mask].var(unbiased: false).item<float>());
        (_mean, _variance) = _hasBaseline == 0 ? (mean, variance)
            : ((Averaging * _mean) + ((1 - Averaging) * mean), (Averaging * _variance) + ((1 - Averaging) * variance));
        _hasBaseline = 1;
        var deviation = Math.Sqrt(_variance);
        return (losses[mask] - Number(_mean)) / Number(_options.DividesByDeviation ? Math.Max(deviation, 1e-8) : Math.Max(1, deviation));
    }

    /// <summary>At every step of τ: stop at the target, remember the smallest, let τ rise.</summary>
    private void Check()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var p = Probabilities();
        for (var k = 0; k < p.Length && _options.RetireAfter > 0; k++)
            _below[k].copy_(where(p[k].lt(Number(_tau)), _below[k].Plus(Number(1)), where(_below[k].ge(Number(_options.RetireAfter)), _below[k], zeros_like(_below[k]))));
        var share = _cost.At([.. KeptUnits(p).Select(units => (double)units.Length)]);
        if (_options.KeepsSmallest && share < _smallestShare) Remember(p, share);
        if (share <= TargetShare || _tau >= TauEnd) _isDone = 1;
        else _tau = Math.Min(TauEnd, _tau + (TauEnd / TauSteps));
    }

    private void Remember(Tensor[] p, double share)
    {
        _smallest?.Dispose();
        foreach (var old in _smallestP ?? []) old.Dispose();
        _smallestShare = share;
        _smallest = _network.Clone();
        _smallestP = [.. p.Select(pk => pk.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>Units with p ≥ τ that are not retired; the most probable ones where a group would fall below its floor.</summary>
    private int[][] KeptUnits(Tensor[] p) => [.. p.Select((pk, k) =>
    {
        var values = pk.data<float>().ToArray();
        var below = _below[k].data<float>().ToArray();
        bool Stays(int u) => values[u] >= _tau && (_options.RetireAfter == 0 || below[u] < _options.RetireAfter);
        return Enumerable.Range(0, values.Length).OrderByDescending(Stays).ThenByDescending(u => values[u])
            .Where((u, rank) => rank < _input.Graph.Groups[k].MinUnits || Stays(u)).ToArray();
    })];
}
