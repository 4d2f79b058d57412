using System.Collections.Immutable;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Watching;

/// <summary>What a watcher knows of a campaign: a pure fold over its events.</summary>
public sealed record CampaignProgress
{
    public static readonly CampaignProgress Nothing = new();

    public CampaignState State { get; init; }

    public Baseline? Baseline { get; init; }

    /// <summary>In the order in which they were first heard of.</summary>
    public ImmutableList<Trial> Trials { get; init; } = [];

    public ImmutableDictionary<string, Candidate> Candidates { get; init; } = ImmutableDictionary<string, Candidate>.Empty;

    public int Measurements { get; init; }

    public string Note { get; init; } = "";

    /// <summary>Done share of all known trials, 0..1.</summary>
    public double Fraction => Trials.Count == 0 ? 0 : Trials.Average(trial => trial.Done());

    public CampaignProgress After(CampaignEvent happened) => happened.KindCase switch
    {
        CampaignEvent.KindOneofCase.StateChanged => this with { State = happened.StateChanged },
        CampaignEvent.KindOneofCase.TrialChanged => this with { Trials = Trials.With(happened.TrialChanged) },
        CampaignEvent.KindOneofCase.Progress => this with { Trials = Progressed(happened.Progress) },
        CampaignEvent.KindOneofCase.Baseline => this with { Baseline = happened.Baseline },
        CampaignEvent.KindOneofCase.CandidateFound => this with
        {
            Candidates = Candidates.SetItem(happened.CandidateFound.Model.Sha256, happened.CandidateFound),
        },
        CampaignEvent.KindOneofCase.MeasurementAdded => this with { Measurements = Measurements + 1 },
        CampaignEvent.KindOneofCase.Note => this with { Note = happened.Note },
        _ => this,
    };

    private ImmutableList<Trial> Progressed(TrialProgressed progressed)
    {
        var index = Trials.FindIndex(trial => trial.TrialId == progressed.TrialId);
        if (index < 0)
            return Trials;
        var trial = Trials[index].Clone();
        trial.Progress = progressed.Progress;
        return Trials.SetItem(index, trial);
    }
}
