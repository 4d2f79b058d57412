using System.Globalization;
using DeepIoT.Protocol.Journal;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What a watcher reads of characterisation, learning and steering.</summary>
internal static class LearningNotes
{
    private const int LinesAClass = 10;

    /// <summary>Null for an entry of other things, or one too many of the same.</summary>
    public static string? Of(Entry entry, CampaignState after) => entry.KindCase switch
    {
        Entry.KindOneofCase.StructuresDrawn =>
            $"characterising {string.Join(", ", after.TargetClasses)}: {1 + after.Networks.Count} networks to be measured",
        Entry.KindOneofCase.MeasurementStored when after.Phase == Phase.Characterising =>
            Progress(entry.MeasurementStored.Measurement.BoardClass, after),
        Entry.KindOneofCase.PreparationFailed => $"tried again: {entry.PreparationFailed.Reason}",
        Entry.KindOneofCase.TimeLearned => Learned(entry.TimeLearned),
        Entry.KindOneofCase.TrialRetargeted => string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.TrialRetargeted.TrialId}: measured {entry.TrialRetargeted.Correction:0.00} × predicted, now aims at {100 * entry.TrialRetargeted.TargetShare:0.##} %"),
        _ => null,
    };

    private static string? Progress(string boardClass, CampaignState after)
    {
        var (measured, all) = after.Characterised(boardClass);
        return measured == all || measured % Math.Max(1, all / LinesAClass) == 0
            ? $"characterising {boardClass}: {measured} of {all} networks measured"
            : null;
    }

    private static string Learned(TimeLearned learned)
    {
        const string Without = "trials go by size, and what comes of them is measured";
        if (learned.Reason != "")
            return $"nothing learned: {learned.Reason}; {Without}";
        var lines = learned.Models.Select(model => model.File is null
            ? $"{model.BoardClass}: too few networks with {(BoardCost.Of(model).IsEnergy ? "joules" : "a time")} to learn from, {model.Networks}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{BoardCost.Of(model).Cost} on {model.BoardClass} learned: {model.Networks} networks, median error {100 * model.MedianError:0.0} %"));
        return string.Join("; ", learned.Models.All(model => model.File is null) ? lines.Append(Without) : lines);
    }
}
