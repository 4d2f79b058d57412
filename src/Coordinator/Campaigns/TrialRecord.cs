using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.Text;
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

    /// <summary>Rungs that it has gone on from.</summary>
    public int Passed { get; init; }

    /// <summary>What it handed in at the rung where it waits; null before.</summary>
    public CandidateFound? HandedIn { get; init; }

    public bool Ended => State.IsEnd();

    /// <summary>Whether it waits at a rung with that network.</summary>
    public bool StandsAt(string sha256) => State == TrialState.Waiting && HandedIn!.Model.Sha256 == sha256;

    public TrialRecord AtRung(TrialHandedIn entry) => this with
    {
        State = TrialState.Waiting,
        Trainer = "",
        Reason = "",
        Checkpoint = entry.Checkpoint,
        HandedIn = entry.Candidate,
    };

    public TrialRecord Promoted(TrialPromoted entry) => this with
    {
        State = TrialState.Queued,
        Attempt = Attempt + 1,
        Passed = entry.Rung + 1,
    };

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
