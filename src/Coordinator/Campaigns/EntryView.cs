using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>A stored entry as Watch shows it: one entry is at most one event, so an offset never cuts one in two.</summary>
internal static class EntryView
{
    /// <summary>Null for an entry that tells a watcher nothing. <paramref name="after"/> is the state with the entry applied.</summary>
    public static CampaignEvent? ToEvent(this Entry entry, CampaignState after)
    {
        var shown = new CampaignEvent { Offset = after.Offset, At = entry.At };
        switch (entry.KindCase)
        {
            case Entry.KindOneofCase.Submitted:
            case Entry.KindOneofCase.PhaseChanged:
            case Entry.KindOneofCase.CampaignPaused:
            case Entry.KindOneofCase.CampaignResumed:
                shown.StateChanged = after.Shown;
                break;
            case Entry.KindOneofCase.BaselineKnown:
                shown.Baseline = after.ToBaseline();
                break;
            case Entry.KindOneofCase.CandidateAdded:
                shown.CandidateFound = after.Model(entry.CandidateAdded.Candidate.Model.Sha256)!.ToCandidate();
                break;
            case Entry.KindOneofCase.MeasurementStored when after.Model(entry.MeasurementStored.ModelSha256) is not null:
                shown.MeasurementAdded = new MeasurementAdded
                {
                    Sha256 = entry.MeasurementStored.ModelSha256,
                    Measurement = entry.MeasurementStored.Measurement,
                };
                break;
            default:
                if (TrialOf(entry) is { } trialId)
                    shown.TrialChanged = after.ToTrial(after.Trial(trialId)!);
                else if (LearningNotes.Of(entry, after) is { } learning)
                    shown.Note = learning;
                else if (NoteOf(entry, after) is { } note)
                    shown.Note = note;
                else
                    return null;
                break;
        }

        return shown;
    }

    private static string? TrialOf(Entry entry) => entry.KindCase switch
    {
        Entry.KindOneofCase.TrialPlanned => entry.TrialPlanned.TrialId,
        Entry.KindOneofCase.TrialStarted => entry.TrialStarted.TrialId,
        Entry.KindOneofCase.TrialRequeued => entry.TrialRequeued.TrialId,
        Entry.KindOneofCase.TrialHandedIn => entry.TrialHandedIn.TrialId,
        Entry.KindOneofCase.TrialPromoted => entry.TrialPromoted.TrialId,
        Entry.KindOneofCase.TrialEnded => entry.TrialEnded.TrialId,
        _ => null,
    };

    private static string? NoteOf(Entry entry, CampaignState after) => entry.KindCase switch
    {
        Entry.KindOneofCase.ExaminationFailed => $"Examined again: {entry.ExaminationFailed.Reason}",
        Entry.KindOneofCase.CampaignExtended => $"Extended by {entry.CampaignExtended.Trials} trials to {after.Spec.Search.Trials}",
        Entry.KindOneofCase.ClassAdded => $"Boards of class {entry.ClassAdded.BoardClass} measure this campaign",
        Entry.KindOneofCase.MeasuringFailed =>
            $"{entry.MeasuringFailed.Board} could not measure {entry.MeasuringFailed.ModelSha256[..12]}: {entry.MeasuringFailed.Reason}",
        Entry.KindOneofCase.BoardsMissed when entry.BoardsMissed.Classes.Count > 0 =>
            $"Waiting for a board of class {string.Join(", ", entry.BoardsMissed.Classes)}",
        Entry.KindOneofCase.BoardsMissed => "The boards are back",
        Entry.KindOneofCase.MeasuringGivenUp =>
            $"No board of class {string.Join(", ", entry.MeasuringGivenUp.Classes)} came: what is outstanding stays unmeasured",
        _ => null,
    };
}
