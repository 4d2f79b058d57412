using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>All that a campaign remembers: the sum of its entries. <see cref="Decide"/> says what a message leads to.</summary>
internal sealed partial record CampaignState
{
    public static CampaignState Empty { get; } = new();

    public string Id { get; init; } = "";

    public CampaignSpec Spec { get; init; } = new();

    /// <summary>Who submitted it; empty where nobody was asked for a token.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The candidate of an earlier campaign that trials begin with; null when they begin with the model.</summary>
    public ArtifactRef? Start { get; init; }

    public MeasuringProtocol Protocol { get; init; } = new();

    public string TraceParent { get; init; } = "";

    /// <summary>Nothing is measured before all trials have ended.</summary>
    public bool MeasuresLast { get; init; }

    public Phase Phase { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int ExaminationAttempt { get; init; }

    /// <summary>Networks to measure on each class of a latency target, the model itself among them; 0 when nothing is to be learned.</summary>
    public int NetworksWanted { get; init; }

    /// <summary>Of drawing networks, or of learning from them.</summary>
    public int PreparationAttempt { get; init; }

    public bool StructuresDrawn { get; init; }

    /// <summary>What is measured and no candidate: random structures, and what searches stood at.</summary>
    public ImmutableList<ModelRecord> Networks { get; init; } = [];

    /// <summary>What was learned, one a class; a class of which too little was measured has no file.</summary>
    public ImmutableList<TimeModel> TimeModels { get; init; } = [];

    public BaselineReport? Baseline { get; init; }

    public ImmutableList<TrialRecord> Trials { get; init; } = [];

    /// <summary>The baseline first, once it is known, then the candidates in the order they came.</summary>
    public ImmutableList<ModelRecord> Models { get; init; } = [];

    /// <summary>Classes that have had a board while the campaign ran; of use only without a latency target.</summary>
    public ImmutableSortedSet<string> Classes { get; init; } = [];

    /// <summary>Classes whose outstanding measurements are not waited for any more.</summary>
    public ImmutableSortedSet<string> GivenUp { get; init; } = [];

    /// <summary>Classes that have measurements outstanding and no board, since <see cref="MissedSince"/>.</summary>
    public ImmutableSortedSet<string> Missed { get; init; } = [];

    public DateTimeOffset? MissedSince { get; init; }

    public ImmutableList<Problem> Problems { get; init; } = [];

    public ImmutableList<ArtifactRef> Reports { get; init; } = [];

    public string Reason { get; init; } = "";

    /// <summary>Number of entries so far; the offset of the last one.</summary>
    public long Offset { get; init; }

    public bool Exists => Phase != Phase.Unspecified;

    public bool Ended => Phase.IsEnd();

    public IEnumerable<ModelRecord> Candidates => Models.Skip(1);

    public TrialRecord? Trial(string id) => Trials.Find(trial => trial.Id == id);

    public ModelRecord? Model(string sha256) => Models.Find(model => model.Sha256 == sha256);

    /// <summary>The state after one more entry.</summary>
    public CampaignState Apply(Entry entry)
    {
        var at = entry.At.ToDateTimeOffset();
        return Changed(entry, at) with { Offset = Offset + 1 };
    }

    private CampaignState Changed(Entry entry, DateTimeOffset at) => entry.KindCase switch
    {
        Entry.KindOneofCase.Submitted => this with
        {
            Id = entry.Submitted.CampaignId,
            Spec = entry.Submitted.Spec,
            Owner = entry.Submitted.Owner,
            Start = entry.Submitted.Start,
            Protocol = entry.Submitted.Protocol,
            TraceParent = entry.Submitted.TraceParent,
            MeasuresLast = entry.Submitted.MeasuresLast,
            NetworksWanted = entry.Submitted.Networks,
            SubmittedAt = at,
            Phase = Phase.Examining,
            ExaminationAttempt = 1,
            PreparationAttempt = 1,
        },
        Entry.KindOneofCase.ExaminationFailed => this with { ExaminationAttempt = ExaminationAttempt + 1 },
        Entry.KindOneofCase.BaselineKnown => this with
        {
            Baseline = entry.BaselineKnown.Report,
            Models = [new ModelRecord(Spec.Model, null, [], [])],
        },
        Entry.KindOneofCase.PreparationFailed => this with { PreparationAttempt = PreparationAttempt + 1 },
        Entry.KindOneofCase.StructuresDrawn => this with
        {
            StructuresDrawn = true,
            PreparationAttempt = 1,
            Networks = [.. entry.StructuresDrawn.Networks.Select(network => new ModelRecord(network, null, [], []))],
        },
        Entry.KindOneofCase.TimeLearned => this with { TimeModels = [.. entry.TimeLearned.Models] },
        Entry.KindOneofCase.ProbeAdded => this with
        {
            Networks = Networks.Add(new ModelRecord(entry.ProbeAdded.Probe.Model, null, [], []) { Probe = entry.ProbeAdded }),
        },
        Entry.KindOneofCase.TrialRetargeted => With(
            entry.TrialRetargeted.TrialId,
            trial => trial with { Retargeted = entry.TrialRetargeted }),
        Entry.KindOneofCase.TrialPlanned => this with
        {
            Trials = Trials.Add(new TrialRecord(entry.TrialPlanned.TrialId, entry.TrialPlanned.Settings)),
        },
        Entry.KindOneofCase.PhaseChanged => Moved(entry.PhaseChanged, at),
        Entry.KindOneofCase.TrialStarted => With(
            entry.TrialStarted.TrialId,
            trial => trial with { State = TrialState.Running, Trainer = entry.TrialStarted.Trainer }),
        Entry.KindOneofCase.CheckpointKept => With(
            entry.CheckpointKept.TrialId,
            trial => trial with { Checkpoint = entry.CheckpointKept.Checkpoint }),
        Entry.KindOneofCase.TrialRequeued => With(
            entry.TrialRequeued.TrialId,
            trial => trial.Requeued(entry.TrialRequeued)),
        Entry.KindOneofCase.CandidateAdded => this with
        {
            Models = Models.Add(new ModelRecord(entry.CandidateAdded.Candidate.Model, entry.CandidateAdded, [], [])),
        },
        Entry.KindOneofCase.TrialEnded => With(
            entry.TrialEnded.TrialId,
            trial => trial with { State = entry.TrialEnded.State, Reason = entry.TrialEnded.Reason }),
        Entry.KindOneofCase.ClassAdded => this with { Classes = Classes.Add(entry.ClassAdded.BoardClass) },
        Entry.KindOneofCase.MeasurementStored => WithModel(
            entry.MeasurementStored.ModelSha256,
            model => model with { Measurements = model.Measurements.Add(entry.MeasurementStored.Measurement) }),
        Entry.KindOneofCase.MeasuringFailed => WithModel(
            entry.MeasuringFailed.ModelSha256,
            model => model with { Failures = model.Failures.Add(entry.MeasuringFailed) }),
        Entry.KindOneofCase.BoardsMissed => this with
        {
            Missed = [.. entry.BoardsMissed.Classes],
            MissedSince = entry.BoardsMissed.Classes.Count == 0 ? null : MissedSince ?? at,
        },
        Entry.KindOneofCase.TrialHandedIn => With(entry.TrialHandedIn.TrialId, trial => trial.AtRung(entry.TrialHandedIn)),
        Entry.KindOneofCase.TrialPromoted => With(entry.TrialPromoted.TrialId, trial => trial.Promoted(entry.TrialPromoted)),
        Entry.KindOneofCase.CampaignPaused => this with { Paused = true },
        Entry.KindOneofCase.CampaignResumed => Resumed(),
        Entry.KindOneofCase.CampaignExtended => Extended(entry.CampaignExtended),
        Entry.KindOneofCase.MeasuringGivenUp => this with
        {
            GivenUp = GivenUp.Union(entry.MeasuringGivenUp.Classes),
            Missed = [],
            MissedSince = null,
        },
        _ => this,
    };

    private CampaignState Moved(PhaseChanged change, DateTimeOffset at)
    {
        var moved = this with
        {
            Phase = change.State,
            Problems = [.. change.Problems],
            Reports = [.. change.Reports],
            Reason = change.Reason,
        };
        return moved with { EndedAt = moved.Ended ? at : null };
    }

    private CampaignState With(string trialId, Func<TrialRecord, TrialRecord> change) =>
        this with { Trials = [.. Trials.Select(trial => trial.Id == trialId ? change(trial) : trial)] };

    private CampaignState WithModel(string sha256, Func<ModelRecord, ModelRecord> change) =>
        this with { Models = Changed(Models, sha256, change), Networks = Changed(Networks, sha256, change) };

    private static ImmutableList<ModelRecord> Changed(ImmutableList<ModelRecord> models, string sha256, Func<ModelRecord, ModelRecord> change) =>
        [.. models.Select(model => model.Sha256 == sha256 ? change(model) : model)];
}
