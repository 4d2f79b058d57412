using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What a campaign remembers of one trial.</summary>
internal sealed record TrialRecord(string Id, TrialSettings Settings)
{
    public TrialState State { get; init; } = TrialState.Queued;

    public int Attempt { get; init; } = 1;

    /// <summary>Attempts that ended in a failure; one that a leaving trainer hands back is none.</summary>
    public int Failures { get; init; }

    public string Trainer { get; init; } = "";

    public string Reason { get; init; } = "";

    public ArtifactRef? Checkpoint { get; init; }

    /// <summary>What the last measured probe said; null until one is measured.</summary>
    public TrialRetargeted? Retargeted { get; init; }

    /// <summary>The settings with the target that the trial has by now.</summary>
    public TrialSettings Aimed => Retargeted is { } retargeted ? new TrialSettings(Settings) { TargetShare = retargeted.TargetShare } : Settings;

    public bool Ended => State is TrialState.Completed or TrialState.Cancelled or TrialState.Failed;

    public TrialRecord Requeued(TrialRequeued entry) => this with
    {
        State = TrialState.Queued,
        Attempt = Attempt + 1,
        Failures = Failures + (entry.Failed ? 1 : 0),
        Trainer = "",
        Reason = entry.Reason,
        Checkpoint = entry.Checkpoint ?? Checkpoint,
    };
}
