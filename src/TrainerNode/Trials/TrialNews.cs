using DeepIoT.Compression.Trials;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>How a trial's thread ended, if it has.</summary>
internal enum TrialEnd
{
    None,
    Completed,
    HandedBack,
    HandedIn,
}

/// <summary>What a trial's thread has to say at a rung or at its end.</summary>
/// <param name="Checkpoint">Null when there is none new.</param>
internal sealed record TrialNews(IReadOnlyList<TrialProbe> Probes, IReadOnlyList<TrialCandidate> Candidates, byte[]? Checkpoint, TrialEnd End)
{
    /// <summary>Both as one: every probe and candidate in order, but only the later checkpoint, which holds the earlier.</summary>
    public TrialNews Then(TrialNews later) =>
        new([.. Probes, .. later.Probes], [.. Candidates, .. later.Candidates], later.Checkpoint ?? Checkpoint, later.End);
}
