namespace DeepIoT.Compression.Trials;

/// <summary>
/// A compressor-critic search as a sequence of short resumable steps: baseline, compress (rungs), finetune, export.
/// Not thread-safe: one dedicated thread drives it, and every Torch object of it lives and dies on that thread.
/// </summary>
public interface ITrial : IDisposable
{
    /// <summary>Does a little work, well under two seconds. Returns false once the trial is done.</summary>
    bool Step();

    TrialProgress Progress { get; }

    /// <summary>
    /// Moves the share of the budget that the search goes down to, as when boards turn out slower than predicted. Has no
    /// effect on a trial that looks for the smallest network or has ended its search.
    /// </summary>
    void Retarget(double share);

    /// <summary>Candidates exported since the last call, oldest first.</summary>
    IReadOnlyList<TrialCandidate> TakeCandidates();

    /// <summary>Structures to be measured since the last call; none where the budget has no predicted time or energy.</summary>
    IReadOnlyList<TrialProbe> TakeProbes();

    /// <summary>True right after a step that ended at a rung: a good moment to store a checkpoint.</summary>
    bool AtRung { get; }

    /// <summary>Everything needed to go on bit for bit, between any two steps.</summary>
    byte[] Checkpoint();
}

/// <summary>Makes trials, and examines what a campaign brings before any trial is planned.</summary>
public interface ITrialFactory
{
    /// <exception cref="RejectedException">The model, the data or both together cannot be used.</exception>
    BaselineReport Examine(TrialInput input, CancellationToken cancellation);

    /// <exception cref="RejectedException">The settings cannot be used with this model.</exception>
    ITrial Start(TrialInput input, TrialSettings settings);

    /// <exception cref="RejectedException">The checkpoint is not one of this trial.</exception>
    ITrial Resume(TrialInput input, TrialSettings settings, ReadOnlyMemory<byte> checkpoint);
}
