using System.Collections.Immutable;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    private ITrialScheduler Scheduler => TrialSchedulers.Of(Spec.Search);

    /// <summary>Measurements that trials at a rung wait for: those of what they handed in, on the classes of their targets.</summary>
    public IEnumerable<(ModelRecord Model, string BoardClass)> OutstandingAtRungs =>
        from job in Outstanding
        where TargetClasses.Contains(job.BoardClass) && Trials.Any(trial => trial.StandsAt(job.Model.Sha256))
        select job;

    /// <summary>The rung at which a trial is to be handed in next; null when it goes on to its end.</summary>
    private int? NextRung(TrialRecord trial) => trial.Passed < Scheduler.Rungs ? trial.Passed : null;

    private static Decision HandIn(TrialRecord trial, HandedIn handedIn) => Decision.Store(new Entry
    {
        TrialHandedIn = new TrialHandedIn { TrialId = trial.Id, Candidate = handedIn.Candidate, Checkpoint = handedIn.Checkpoint },
    });

    /// <summary>Who goes on from a rung, once every trial that can reach it stands there and is measured where it is to be.</summary>
    private ImmutableArray<Entry> Judge()
    {
        var waiting = Trials.Where(trial => trial.State == TrialState.Waiting).ToArray();
        if (Phase != Phase.Running || waiting.Length == 0 || OutstandingAtRungs.Any())
            return [];
        var rung = waiting.Min(trial => trial.Passed);
        if (Trials.Any(trial => !trial.Ended && trial.State != TrialState.Waiting && trial.Passed <= rung))
            return [];
        var standings = waiting.Where(trial => trial.Passed == rung).Select(Standing).ToArray();
        var survivors = Scheduler.Survivors(standings, Baseline!.ValidationAccuracy - (Spec.MaxDropPoints / 100));
        return [.. standings.Select(standing => survivors.Contains(standing.TrialId)
            ? new Entry { TrialPromoted = new TrialPromoted { TrialId = standing.TrialId, Rung = rung } }
            : new Entry
            {
                TrialEnded = new TrialEnded
                {
                    TrialId = standing.TrialId,
                    State = TrialState.Stopped,
                    Reason = FormattableString.Invariant($"not among the better {survivors.Count} of {standings.Length} at rung {rung}: {100 * standing.Accuracy:0.0} % right at {100 * standing.Cost:0.0} % of the cost"),
                },
            })];
    }

    private Standing Standing(TrialRecord trial)
    {
        var found = trial.HandedIn!;
        return new Standing(trial.Id, found.ValidationAccuracy, CostShare(trial.Settings, found));
    }

    // Where no time or energy is in the budget, the share that the search goes by.
    private double CostShare(TrialSettings settings, CandidateFound found)
    {
        CostTerm[] terms = settings.Budget.Count > 0 ? [.. settings.Budget] : [new CostTerm { Cost = settings.Cost, Weight = 1 }];
        return SearchBudget.Mean(terms, term => term.Cost switch
        {
            SearchBudget.Parameters => (double)found.Cost.Parameters / Baseline!.Cost.Parameters,
            SearchBudget.Macs => (double)found.Cost.Macs / Baseline!.Cost.Macs,
            _ => MeasuredShare(BoardCost.Of(term)!.Value, found) ?? PredictedShare(BoardCost.Of(term)!.Value, found),
        })!.Value;
    }

    private double? MeasuredShare(BoardCost cost, CandidateFound found) =>
        cost.In(Model(found.Model.Sha256)?.Measurements ?? []) / cost.In(Models[0].Measurements);

    private double PredictedShare(BoardCost cost, CandidateFound found) =>
        found.Predicted.First(predicted => predicted.BoardClass == cost.BoardClass && (predicted.Cost == "" ? SearchBudget.Latency : predicted.Cost) == cost.Cost).Amount
        / TimeModels.First(model => BoardCost.Of(model) == cost).Baseline;
}
