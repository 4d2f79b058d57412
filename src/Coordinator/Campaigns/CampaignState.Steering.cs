using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    // One reading, perhaps a disturbed one, moves a target by this factor at most.
    private const double MostCorrection = 2;

    // While trials run nothing is measured where they would disturb it.
    private bool Steers => !MeasuresLast;

    /// <summary>Probes that a trial still to end waits for, on the classes of its budget.</summary>
    private IEnumerable<(ModelRecord Model, string BoardClass)> ProbeJobs =>
        from network in Networks
        where Steers && network.Probe is not null && Trial(network.Probe.TrialId) is { Ended: false }
        from boardClass in Trial(network.Probe!.TrialId)!.Settings.Budget.Where(IsMeasured).Select(term => term.BoardClass).Distinct()
        select (network, boardClass);

    /// <summary>Null when every trial aims at what its last measured probe says.</summary>
    private Entry? Retarget() =>
        Trials.Where(trial => !trial.Ended).Select(Retarget).FirstOrDefault(entry => entry is not null);

    private Entry? Retarget(TrialRecord trial)
    {
        var measured =
            from network in Networks
            where network.Probe?.TrialId == trial.Id
            let share = MeasuredShare(trial.Settings, network)
            where share is not null
            select (network.Probe!.Probe, Share: share.Value);
        var (probe, measuredShare) = measured.LastOrDefault();
        if (probe is null || probe.Model.Sha256 == trial.Retargeted?.ProbeSha256)
            return null;
        var correction = measuredShare / probe.BudgetShare;
        var aim = trial.Settings.TargetShare / Math.Clamp(correction, 1 / MostCorrection, MostCorrection);
        return new Entry
        {
            TrialRetargeted = new TrialRetargeted
            {
                TrialId = trial.Id,
                ProbeSha256 = probe.Model.Sha256,
                Correction = correction,
                TargetShare = Math.Clamp(aim, Math.Min(SearchBudget.Floor(trial.Settings.Budget, Baseline!, TimeModels), 1), 1),
            },
        };
    }

    /// <summary>The trial's budget by what was measured, relative to the baseline's; null while one is missing.</summary>
    private double? MeasuredShare(TrialSettings settings, ModelRecord network)
    {
        var cost = network.Probe!.Probe.Cost;
        return SearchBudget.Mean(settings.Budget, term => term.Cost switch
        {
            SearchBudget.Parameters => (double)cost.Parameters / Baseline!.Cost.Parameters,
            SearchBudget.Macs => (double)cost.Macs / Baseline!.Cost.Macs,
            _ => BoardCost.Of(term)!.Value.In(network.Measurements) / BoardCost.Of(term)!.Value.In(Models[0].Measurements),
        });
    }

    private static bool IsMeasured(CostTerm term) => BoardCost.Of(term) is not null;
}
