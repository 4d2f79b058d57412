using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Trials;

/// <summary>
/// Finds the smallest snapshot that stays accurate enough after a short fine-tuning, by bisection: accuracy falls with
/// size, up to noise.
/// </summary>
internal sealed class SmallestBisection : ITrialWork
{
    private const int MostEpochs = 5;

    private readonly IReadOnlyList<Network> _snapshots;
    private readonly TrainingData _data;
    private readonly Samples _validation;
    private readonly TrialSettings _settings;
    private readonly double _leastAccuracy;
    private readonly Distillation _distillation;
    private readonly int _probes;
    private int _good = -1;
    private int _bad;
    private int _done;
    private Network? _tuned;
    private Finetuning? _finetuning;
    private Evaluation? _judging;

    /// <param name="leastAccuracy">Validation accuracy that a network must reach, 0..1.</param>
    public SmallestBisection(IReadOnlyList<Network> snapshots, TrainingData data, Samples validation, TrialSettings settings,
        double leastAccuracy, Distillation distillation)
    {
        if (snapshots.Count == 0) throw new InvalidOperationException("the search removed nothing: there is no smaller network to probe");
        (_snapshots, _data, _validation, _settings, _leastAccuracy, _distillation) = (snapshots, data, validation, settings, leastAccuracy, distillation);
        _bad = snapshots.Count;
        _probes = (int)Math.Ceiling(Math.Log2(snapshots.Count + 1));
    }

    public double Fraction => Math.Min(1, (_done + (_finetuning?.Fraction ?? 0)) / _probes);

    public double Loss => _finetuning?.Loss ?? double.NaN;

    private int Middle => (_good + _bad) / 2;

    public bool Step()
    {
        if (_bad - _good <= 1) return false;
        if (_finetuning is null) Begin();
        if (_judging is null)
        {
            if (!_finetuning!.Step()) _judging = new Evaluation(_tuned!, _validation, _data.Task);
        }
        else if (!_judging.Step())
        {
            if (_judging.Accuracy >= _leastAccuracy) _good = Middle;
            else _bad = Middle;
            _done++;
            End();
        }
        return true;
    }

    /// <summary>A copy of the smallest good snapshot, as the search left it; of the largest when none was good.</summary>
    public Network TakeSmallest() => _snapshots[Math.Max(_good, 0)].Clone();

    public void Persist(CheckpointArchive archive)
    {
        archive.Integer("good", ref _good);
        archive.Integer("bad", ref _bad);
        archive.Integer("done", ref _done);
        archive.OptionalNetwork("tuned", ref _tuned);
        if (archive.IsLoading && _tuned is not null) _finetuning = NewFinetuning();
        _finetuning?.Persist(archive.Part("finetuning"));
    }

    public void Dispose() => End();

    private void Begin()
    {
        _tuned = _snapshots[Middle].Clone();
        _finetuning = NewFinetuning();
    }

    private Finetuning NewFinetuning() =>
        new(_tuned!, _data, Math.Min(MostEpochs, _settings.Epochs), _settings.Seed + 2, _distillation);

    private void End()
    {
        _judging?.Dispose();
        _finetuning?.Dispose();
        _tuned?.Dispose();
        (_judging, _finetuning, _tuned) = (null, null, null);
    }
}
