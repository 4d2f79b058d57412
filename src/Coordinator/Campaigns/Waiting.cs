using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What a campaign waits for, in words.</summary>
internal static class Waiting
{
    /// <summary>Empty when for nothing.</summary>
    public static string Of(CampaignState state, Shortages shortages) => state.Shown switch
    {
        Phase.Paused => Paused(state),
        Phase.Examining => Because("a trainer to examine model and data", shortages),
        Phase.Running => ForSlots(state, shortages),
        Phase.Characterising or Phase.Measuring => ForBoards(state, shortages),
        _ => "",
    };

    private static string Paused(CampaignState state)
    {
        var running = state.Trials.Where(trial => trial.State == TrialState.Running).Select(trial => trial.Id).ToArray();
        return running.Length == 0 ? $"`deepiot resume {state.Id}`" : $"{string.Join(", ", running)} to hand back what they have";
    }

    private static string ForSlots(CampaignState state, Shortages shortages)
    {
        var queued = state.Trials.Where(trial => trial.State == TrialState.Queued).Select(trial => trial.Id).ToArray();
        if (queued.Length == 0)
            return AtRungs(state, shortages);
        if (!state.Trials.Any(trial => trial.State == TrialState.Running))
            return Because("a free slot on a trainer", shortages);
        return shortages.Slots == "" ? "" : Because($"a free slot for {string.Join(", ", queued)}", shortages);
    }

    private static string AtRungs(CampaignState state, Shortages shortages) => state.OutstandingAtRungs.ToArray() switch
    {
        { Length: > 0 } jobs when !state.Trials.Any(trial => trial.State == TrialState.Running) => Measurements(jobs, shortages),
        _ => "",
    };

    private static string Measurements((ModelRecord Model, string BoardClass)[] jobs, Shortages shortages) =>
        $"{jobs.Length} measurements on {string.Join(", ", jobs.Select(job => job.BoardClass).Distinct().Select(on => BoardShortage.With(on, shortages.Boards)))}";

    private static string ForBoards(CampaignState state, Shortages shortages)
    {
        if (!state.Missed.IsEmpty)
            return $"a board of class {string.Join(", ", state.Missed.Select(missed => BoardShortage.With(missed, shortages.Boards)))}";
        if (state.Phase == Phase.Characterising && !state.StructuresDrawn)
            return Because("a trainer to draw networks to measure", shortages);
        return state.Outstanding.Count() switch
        {
            0 when state.Phase == Phase.Characterising => Because("a trainer to learn from what was measured", shortages),
            0 => "the report",
            _ => Measurements([.. state.Outstanding], shortages),
        };
    }

    private static string Because(string what, Shortages shortages) => shortages.Slots == "" ? what : $"{what} ({shortages.Slots})";
}
