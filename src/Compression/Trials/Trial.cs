using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Trials;

/// <summary>
/// One trial, read top to bottom in <see cref="Run"/>: look at the uncompressed network, search, probe for the smallest
/// network without loss if asked, export what was found, train it at full rate, export it again.
/// </summary>
internal sealed class Trial : ITrial
{
    /// <summary>When structures are exported to be measured: early enough to move the target, late enough to be near it.</summary>
    private static readonly double[] ProbesAt = [0.3, 0.45, 0.6];

    private readonly TrialSettings _settings;
    private readonly Method _method;
    private readonly ModelGraph _graph;
    private readonly CheckpointArchive? _restored;
    private readonly TrialPhase _restoredPhase;
    private readonly StepClock _clock;
    private readonly IEnumerator<Pause> _steps;
    private readonly List<TrialCandidate> _candidates = [];
    private readonly List<TrialProbe> _probes = [];
    private readonly SnapshotLadder _ladder = new();

    private TrialInput _input;
    private bool _caughtUp;
    private TrialPhase _phase;
    private ITrialWork? _work;
    private double[] _widths;
    private double _baselineAccuracy;
    private double? _validationAccuracy;
    private double _target;
    private int _probed;
    private int _passed;
    private TrialTask? _task;
    private TrainingData? _data;
    private Network? _dense;
    private BernoulliGates? _gates;

    public Trial(TrialInput input, TrialSettings settings, Method method, TimeProvider time, CheckpointArchive? restored)
    {
        (_input, _settings, _method, _restored) = (input, settings, method, restored);
        _graph = ModelGraph.Read(input.Model);
        _widths = _graph.Widths;
        _target = settings.TargetShare ?? 0;
        _clock = new StepClock(time);
        if (restored is not null)
        {
            PersistKept(restored);
            _restoredPhase = _phase;
        }
        _steps = Run().GetEnumerator();
    }

    public bool AtRung { get; private set; }

    public TrialProgress Progress => new(
        _phase.StepOf(), _phase.FractionOf(_work?.Fraction ?? 0, IsSmallest), _work?.Loss ?? double.NaN,
        _graph.Parameters.At(_widths) / _graph.Parameters.At(_graph.Widths),
        _graph.Macs.At(_widths) / _graph.Macs.At(_graph.Widths), _validationAccuracy, _clock.StepsPerSecond,
        _phase == TrialPhase.Baseline ? null : [.. _graph.Groups.Select((group, i) => new LayerKept(group.Name, _widths[i] / group.Units))]);

    private bool IsProbing => !IsSmallest && _settings.Budget.IsPredicted;

    private bool IsSmallest => _settings.TargetShare is null;

    public bool Step()
    {
        _clock.Tick();
        var goesOn = _steps.MoveNext();
        AtRung = goesOn && _steps.Current == Pause.Rung;
        return goesOn;
    }

    public IReadOnlyList<TrialCandidate> TakeCandidates()
    {
        TrialCandidate[] taken = [.. _candidates];
        _candidates.Clear();
        return taken;
    }

    public IReadOnlyList<TrialProbe> TakeProbes()
    {
        TrialProbe[] taken = [.. _probes];
        _probes.Clear();
        return taken;
    }

    public void Retarget(double share)
    {
        if (IsSmallest) return;
        _target = Math.Clamp(share, double.Epsilon, 1);
        if (_work is ISearch search) search.TargetShare = _target;
    }

    public byte[] Checkpoint()
    {
        // Until the baseline has been gone through again, what was restored is not at work yet.
        if (_restored is not null && !_caughtUp) return _restored.ToBytes();
        var archive = CheckpointArchive.ForSaving();
        PersistKept(archive);
        _work?.Persist(archive.Part("work"));
        return archive.ToBytes();
    }

    public void Dispose()
    {
        _steps.Dispose();
        _work?.Dispose();
        _data?.Dispose();
        _task?.Dispose();
        _dense?.Dispose();
        _gates?.Dispose();
        _ladder.Dispose();
        TorchHeap.GiveBack();
    }

    private IEnumerable<Pause> Run()
    {
        foreach (var pause in Baseline()) yield return pause;
        _caughtUp = true;
        if (_restoredPhase <= TrialPhase.Compress)
        {
            foreach (var pause in Compress()) yield return pause;
        }
        if (IsSmallest && _restoredPhase <= TrialPhase.Bisect)
        {
            foreach (var pause in Bisect()) yield return pause;
        }
        if (_restoredPhase <= TrialPhase.Rung)
        {
            foreach (var pause in Export(TrialPhase.Rung, rung: 0)) yield return pause;
        }
        if (_restoredPhase <= TrialPhase.Finetune)
        {
            foreach (var pause in Finetune()) yield return pause;
        }
        foreach (var pause in Export(TrialPhase.Export, rung: 1 + _settings.Rungs.Count)) yield return pause;
    }

    /// <summary>Repeated by a resumed trial, with the same result: none of it is stored.</summary>
    private IEnumerable<Pause> Baseline()
    {
        using var original = new Network(_graph);
        var options = new MethodOptions(_settings.Options);
        var distortion = options.Distortion();
        if (!_input.IsLabelled)
        {
            foreach (var pause in Label(original)) yield return pause;
        }
        _task = _input.NewTask(options.Balances());
        using var teaching = new Evaluation(original, _input.Train, _task, keepsScores: true);
        while (teaching.Step()) yield return Pause.Step;
        _data = new TrainingData(_input.Train, _task, teaching.TakeScores())
        {
            Distorted = distortion is null ? null : (distortion, original.Clone()),
        };
        using var judging = new Evaluation(original, _input.Validation, _task);
        while (judging.Step()) yield return Pause.Step;
        _validationAccuracy = _baselineAccuracy = judging.Accuracy;
    }

    private IEnumerable<Pause> Label(Network original)
    {
        using var labelling = new Labelling(_input, original);
        while (labelling.Step()) yield return Pause.Step;
        _input = labelling.Labelled();
    }

    private IEnumerable<Pause> Compress()
    {
        var searched = SearchInput.Of(_graph, _data!, _settings, _method.DefaultIterations) with { Graph = StartNetwork.Of(_input, _graph) };
        var search = _method.Start(searched, _settings.Options);
        if (!IsSmallest) search.TargetShare = _target;
        foreach (var pause in Drive(TrialPhase.Compress, search))
        {
            if (IsSmallest) _ladder.Climb(search, _graph.Parameters, _graph.Parameters.At(_graph.Widths));
            if (pause == Pause.Rung) HandOver(search);
            else if (IsProbing && _probed < ProbesAt.Length && search.Fraction >= ProbesAt[_probed]) Probe(search);
            yield return pause;
        }
    }

    private IEnumerable<Pause> Bisect()
    {
        var tolerance = Tolerance.Of(_baselineAccuracy, _input.Validation.Count, _settings.MaxDropPoints);
        var probe = new SmallestBisection(_ladder.Snapshots, _data!, _input.Validation, _settings, _baselineAccuracy - tolerance, _method.FinetuningWith(_settings.Options));
        foreach (var pause in Drive(TrialPhase.Bisect, probe))
        {
            if (pause == Pause.Rung)
            {
                _dense?.Dispose();
                _dense = probe.TakeSmallest();
                _widths = _dense.Graph.Widths;
            }
            yield return pause;
        }
    }

    private IEnumerable<Pause> Finetune()
    {
        var finetuning = new Finetuning(_dense!, _data!, _settings.Epochs, _settings.Seed + 1, _method.FinetuningWith(_settings.Options), _gates);
        foreach (var pause in Drive(TrialPhase.Finetune, finetuning))
        {
            if (pause == Pause.Rung) Settle();
            yield return pause;
            if (_passed == _settings.Rungs.Count || finetuning.Fraction < _settings.Rungs[_passed]) continue;
            foreach (var exporting in HandOut(rung: 1 + _passed)) yield return exporting;
            _passed++;
            yield return Pause.Rung;
        }
    }

    private IEnumerable<Pause> Export(TrialPhase phase, int rung)
    {
        (_phase, _widths) = (phase, _dense!.Graph.Widths);
        foreach (var pause in HandOut(rung)) yield return pause;
        yield return Pause.Rung;
    }

    /// <summary>Judges the network on validation and, for the report, on test, and hands it out as a candidate.</summary>
    private IEnumerable<Pause> HandOut(int rung)
    {
        using var exported = _dense!.Clone();
        _gates?.FoldInto(exported);
        using var judging = new Evaluation(exported, _input.Validation, _task!);
        while (judging.Step()) yield return Pause.Step;
        _validationAccuracy = judging.Accuracy;
        using var testing = _input.Test is null ? null : new Evaluation(exported, _input.Test, _task!);
        while (testing is not null && testing.Step()) yield return Pause.Step;
        _candidates.Add(CandidateExport.Of(exported, _graph, rung, judging, testing));
    }

    private void Probe(ISearch search)
    {
        _probed++;
        using var dense = search.Dense();
        _probes.Add(CandidateExport.ProbeOf(dense, _settings.Budget, _graph));
    }

    private void HandOver(ISearch search)
    {
        // A trial that was stored right at this rung has been handed them already.
        _dense?.Dispose();
        _gates?.Dispose();
        (_dense, _gates) = (search.Dense(), search.FinetuningGates);
    }

    /// <summary>From here on the network is plain: fine-tuning's gates are part of its weights.</summary>
    private void Settle()
    {
        _gates?.FoldInto(_dense!);
        _gates?.Dispose();
        _gates = null;
    }

    private IEnumerable<Pause> Drive(TrialPhase phase, ITrialWork work)
    {
        (_phase, _work) = (phase, work);
        if (_restored is not null && phase == _restoredPhase) work.Persist(_restored.Part("work"));
        for (var steps = 0; work.Step(); steps++)
        {
            if (work is ISearch search && steps % 50 == 0) _widths = search.Widths;
            yield return Pause.Step;
        }
        yield return Pause.Rung;
        _work = null;
        work.Dispose();
    }

    /// <summary>What outlives the part of the trial that made it.</summary>
    private void PersistKept(CheckpointArchive archive)
    {
        var phase = (int)_phase;
        archive.Integer("phase", ref phase);
        _phase = (TrialPhase)phase;
        archive.Real("target", ref _target);
        archive.Integer("probed", ref _probed);
        if (_settings.Rungs.Count > 0) archive.Integer("passed", ref _passed);
        archive.OptionalNetwork("dense", ref _dense);
        _gates = BernoulliGates.Persist(archive.Part("gates"), _gates);
        _ladder.Persist(archive.Part("ladder"));
    }
}
