using DeepIoT.Compression.Trials;

namespace DeepIoT.TrainerNode.Tests.Trials;

/// <summary>A trial without numbers: some steps, some of them rungs, all on one thread or it complains.</summary>
internal sealed class ScriptedTrial : ITrial
{
    private readonly List<TrialCandidate> _candidates = [];
    private readonly List<TrialProbe> _probes = [];
    private int? _thread;

    /// <summary>Steps until it is done.</summary>
    public int Steps { get; init; } = int.MaxValue;

    /// <summary>Every so many steps it exports a candidate and is at a rung.</summary>
    public int StepsPerRung { get; init; } = int.MaxValue;

    /// <summary>The network of every candidate; null for one that is none.</summary>
    public byte[]? Exports { get; init; }

    /// <summary>What happens in a step besides, given its number.</summary>
    public Action<int> During { get; init; } = _ => { };

    /// <summary>Steps done; where it was resumed counts.</summary>
    public int Done { get; set; }

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool AtRung { get; private set; }

    public TrialProgress Progress => OnOneThread(() =>
        new TrialProgress("compress", Steps == int.MaxValue ? 0 : (double)Done / Steps, 1.5, 0.5, 0.25, Done == 0 ? null : 0.9, 10));

    public bool Step() => OnOneThread(() =>
    {
        During(++Done);
        AtRung = Done % StepsPerRung == 0;
        if (AtRung)
            _candidates.Add(Exports is { } onnx ? Candidate(Done / StepsPerRung) with { Onnx = onnx } : Candidate(Done / StepsPerRung));
        return Done < Steps;
    });

    /// <summary>Share that it was last sent to; null while it goes where its settings say.</summary>
    public double? Target { get; private set; }

    public void Retarget(double share) => Target = share;

    /// <summary>For a step to export.</summary>
    public void Add(TrialProbe probe) => _probes.Add(probe);

    public IReadOnlyList<TrialProbe> TakeProbes()
    {
        TrialProbe[] taken = [.. _probes];
        _probes.Clear();
        return taken;
    }

    public IReadOnlyList<TrialCandidate> TakeCandidates()
    {
        TrialCandidate[] taken = [.. _candidates];
        _candidates.Clear();
        return taken;
    }

    public byte[] Checkpoint() => OnOneThread(() => CheckpointAt(Done));

    public void Dispose() => Disposed.SetResult();

    public static byte[] CheckpointAt(int step) => BitConverter.GetBytes(step);

    public static TrialCandidate Candidate(int rung) => new(
        [1, 2, 3, (byte)rung], "", rung, new ModelCost(10 * rung, 20, 30), 0.9, 0.3, 0.8, [new LayerWidth("conv1", 8, 4)]);

    private T OnOneThread<T>(Func<T> act)
    {
        _thread ??= Environment.CurrentManagedThreadId;
        return _thread == Environment.CurrentManagedThreadId ? act() : throw new InvalidOperationException("Two threads drive one trial");
    }
}
