using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>The trial_id of drawing networks to measure.</summary>
    public const string Characterisation = "characterise";

    /// <summary>The trial_id of learning from what was measured.</summary>
    public const string Learning = "learn";

    /// <summary>What is learned from: the model itself and the networks with random widths.</summary>
    private IEnumerable<ModelRecord> Sample => Networks.Where(network => network.Probe is null).Prepend(Models[0]);

    // A search for the smallest network goes by accuracy, not by a prediction.
    private bool LearnsTime =>
        NetworksWanted > 0
        && !TargetClasses.IsEmpty
        && Spec.Targets.All(target => target.LimitCase != Target.LimitOneofCase.Smallest);

    private bool IsReadyToLearn => Phase == Phase.Characterising && StructuresDrawn && !Outstanding.Any();

    /// <summary>Measured networks of a class, and how many there are to be.</summary>
    public (int Measured, int All) Characterised(string boardClass) =>
        (Sample.Count(network => network.On(boardClass) is not null), Sample.Count());

    private Characterise Characterise() => new()
    {
        Key = CurrentKey(Characterisation),
        Model = Spec.Model,
        Networks = NetworksWanted,
        TraceParent = TraceParent,
    };

    private Learn Learn()
    {
        var learn = new Learn { Key = CurrentKey(Learning), Model = Spec.Model, TraceParent = TraceParent };
        learn.Networks.Add(Sample.Where(network => network.Measurements.Count > 0).Select(network => network.Model));
        foreach (var cost in Spec.Targets.Select(BoardCost.Of).OfType<BoardCost>().Distinct())
        {
            var figures = new ClassFigures { BoardClass = cost.BoardClass, Cost = cost.Cost };
            // A network that took no more than the idle board says nothing of what takes energy.
            figures.Networks.Add(
                from network in Sample
                let amount = cost.In(network.Measurements)
                where amount > 0
                select new NetworkFigure { Sha256 = network.Sha256, Amount = amount.Value, Tainted = network.On(cost.BoardClass)!.Tainted.Count > 0 });
            learn.Classes.Add(figures);
        }

        return learn;
    }

    private Decision PreparationReply(TrialReply reply, CampaignLimits limits)
    {
        switch (reply.KindCase)
        {
            case TrialReply.KindOneofCase.Characterised:
                var drawn = new Protocol.Journal.StructuresDrawn();
                drawn.Networks.Add(reply.Characterised.Networks);
                return Decision.Store(new Entry { StructuresDrawn = drawn });
            case TrialReply.KindOneofCase.Learned:
                var learned = new TimeLearned();
                learned.Models.Add(reply.Learned.Models);
                return Plan(learned);
            case TrialReply.KindOneofCase.Failed:
                return PreparationFailure(reply.Failed.Reason, reply.Failed.Retry, limits);
            case TrialReply.KindOneofCase.Returned:
                return PreparationFailure($"{reply.Trainer} left the cluster", true, limits);
            default:
                return Decision.Nothing;
        }
    }

    private Decision PreparationFailure(string reason, bool retry, CampaignLimits limits) =>
        retry && PreparationAttempt < limits.Attempts
            ? Decision.Store(new Entry { PreparationFailed = new PreparationFailed { Reason = reason } })
            : Plan(new TimeLearned { Reason = reason });

    private Decision Plan(TimeLearned learned)
    {
        var plan = TrialPlan.Of(Spec, Baseline!, [.. LearnedFrom(learned.Models)]);
        var entry = new Entry { TimeLearned = learned };
        return Decision.Store(plan.Problems.Count > 0 ? [entry, .. Reject(plan.Problems).Entries] : [entry, .. Run(plan)]);
    }

    private IEnumerable<LearnedCost> LearnedFrom(IEnumerable<TimeModel> models) =>
        from model in models
        let baseline = BoardCost.Of(model).In(Models[0].Measurements)
        where model.File is not null && baseline is not null
        select new LearnedCost(model, baseline.Value);
}
