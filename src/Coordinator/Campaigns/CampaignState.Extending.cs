using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>Ids of the extensions so far: a repeated one adds nothing.</summary>
    public ImmutableHashSet<string> Extensions { get; init; } = [];

    private IEnumerable<LearnedCost> Learned => LearnedFrom(TimeModels);

    /// <summary>
    /// More trials, those that the campaign would have had if it had been submitted with so many: the next seeds and
    /// targets of its plan.
    /// </summary>
    private Decision Extend(ExtendCampaign extend)
    {
        var all = Spec.Search.Trials + extend.Trials;
        if (Extensions.Contains(extend.ExtensionId))
            return Decision.Only(new ExtendReply { Trials = Spec.Search.Trials, State = Shown });
        if (extend.OverQuota is { } refused)
            return Decision.Only(refused);
        if (Phase is Phase.Cancelled or Phase.Rejected or Phase.Failed)
            return Refused("id", $"campaign {Id} is {Words}, and only one that runs or is completed can be extended", "Submit it anew");
        if (extend.Trials < 1 || all > SpecRules.MostTrials)
            return Refused("trials", $"{Spec.Search.Trials} and {extend.Trials} more are not between {Spec.Search.Trials + 1} and {SpecRules.MostTrials}", "Ask for fewer, or submit another campaign");
        var extended = new Entry { CampaignExtended = new CampaignExtended { Trials = extend.Trials, ExtensionId = extend.ExtensionId } };
        var entries = new List<Entry> { extended };
        if (Phase is Phase.Running or Phase.Measuring or Phase.Completed)
        {
            if (Phase != Phase.Running)
                entries.Add(new Entry { PhaseChanged = new PhaseChanged { State = Phase.Running } });
            var plan = TrialPlan.Of(Extended(extended.CampaignExtended).Spec, Baseline!, [.. Learned]);
            entries.AddRange(plan.Trials.Select(Planned).Skip(Trials.Count));
        }

        var state = Phase is Phase.Measuring or Phase.Completed && !Paused ? Phase.Running : Shown;
        return Decision.Store([.. entries]) with { Answer = new ExtendReply { Trials = all, State = state } };
    }

    // Classes that nobody waits for any more may have a board by now.
    private CampaignState Extended(CampaignExtended extended)
    {
        var spec = Spec.Clone();
        spec.Search.Trials += extended.Trials;
        return this with { Spec = spec, Extensions = Extensions.Add(extended.ExtensionId), GivenUp = [], Missed = [], MissedSince = null };
    }
}
