using System.Collections.Immutable;
using System.Globalization;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>The trials of a campaign, or why there can be none.</summary>
internal sealed record TrialPlan(ImmutableList<TrialSettings> Trials, ImmutableList<Problem> Problems)
{
    // Some trials aim at the target itself and some below it, so that the frontier has more than one point.
    private static readonly double[] Ladder = [1, 0.7, 0.5, 0.35];

    // Where no time could be learned, a spread of sizes is measured and those fast enough are kept.
    private static readonly double[] LatencyShares = [0.5, 0.25, 0.12, 0.06];

    private static readonly string[] Portfolio = ["taylor", "compressor"];

    /// <summary>
    /// Spreads the campaign's trials over targets, methods and seeds. Searches go where all targets together send them
    /// when the time or energy of a target's class is known, else where the first size or MACs target does; all targets
    /// judge what comes of them.
    /// </summary>
    /// <param name="learned">What is known of the targets' classes; empty for nothing.</param>
    public static TrialPlan Of(CampaignSpec spec, BaselineReport baseline, IReadOnlyCollection<LearnedCost> learned)
    {
        var problems = spec.Targets
            .Select((target, index) => Unreachable(target, $"targets[{index}].atMost", baseline, learned))
            .OfType<Problem>()
            .ToImmutableList();
        if (problems.Count > 0)
            return new TrialPlan([], problems);
        var trials = Enumerable.Range(0, spec.Search.Trials);
        if (learned.Count > 0)
        {
            var budget = SearchBudget.Of([.. spec.Targets.SelectMany(target => Limit(target, baseline, learned))]);
            var floor = SearchBudget.Floor(budget.Terms, baseline, learned.Select(cost => cost.Model));
            return new TrialPlan([.. trials.Select(index => Settings(index, budget, floor, spec.Search))], []);
        }

        var lead = spec.Targets.FirstOrDefault(target => BoardCost.Of(target) is null);
        return new TrialPlan([.. trials.Select(index => Settings(index, lead, spec.Search, baseline))], []);
    }

    private static TrialSettings Settings(int index, SearchBudget budget, double floor, SearchSpec search)
    {
        var settings = Settings(index, search, smallest: false);
        settings.TargetShare = Math.Max(budget.Share * Ladder[index % Ladder.Length], floor);
        settings.Cost = string.Join(" and ", budget.Terms.Select(term => term.Cost).Distinct());
        settings.Budget.Add(budget.Terms);
        return settings;
    }

    /// <summary>A target as a share of a cost; empty for one of a class of which nothing is known.</summary>
    private static IEnumerable<(CostTerm Term, double Share)> Limit(Target target, BaselineReport baseline, IEnumerable<LearnedCost> learned)
    {
        if (BoardCost.Of(target) is not { } wanted)
        {
            var counted = target.Kind == TargetKind.Macs ? SearchBudget.Macs : SearchBudget.Parameters;
            return [(new CostTerm { Cost = counted }, ShareOf(target, baseline))];
        }

        return
            from cost in learned
            where cost.Of == wanted
            let term = new CostTerm { Cost = wanted.Cost, BoardClass = wanted.BoardClass, TimeModel = cost.Model.File }
            select (term, ShareOf(target, cost));
    }

    private static TrialSettings Settings(int index, Target? lead, SearchSpec search, BaselineReport baseline)
    {
        var smallest = lead?.LimitCase == Target.LimitOneofCase.Smallest;
        var settings = Settings(index, search, smallest);
        settings.TargetShare = smallest ? 0 : ShareOf(index, lead, baseline);
        settings.Cost = lead?.Kind == TargetKind.Macs ? SearchBudget.Macs : SearchBudget.Parameters;
        return settings;
    }

    private static TrialSettings Settings(int index, SearchSpec search, bool smallest) => new()
    {
        Method = search.Method == "auto" ? MethodOf(index, smallest) : search.Method,
        Smallest = smallest,
        Seed = search.Seed + (ulong)index,
        Epochs = search.Epochs,
        Iterations = search.Iterations,
        Options = { search.Options },
        Rungs = { TrialSchedulers.Of(search).RungsOfFinetuning },
    };

    // The methods swap places on each round of the ladder, so that every rung sees both of them.
    private static string MethodOf(int index, bool smallest) =>
        Portfolio[(index + (smallest ? 0 : index / Ladder.Length)) % Portfolio.Length];

    private static double ShareOf(int index, Target? lead, BaselineReport baseline)
    {
        if (lead is null)
            return Math.Max(LatencyShares[index % LatencyShares.Length], baseline.SmallestShare);
        var share = ShareOf(lead, baseline) * Ladder[index % Ladder.Length];
        return lead.Kind == TargetKind.Size ? Math.Max(share, baseline.SmallestShare) : share;
    }

    private static double ShareOf(Target target, BaselineReport baseline) => target.LimitCase switch
    {
        Target.LimitOneofCase.Share => target.Share,
        _ when target.Kind == TargetKind.Size => Math.Min(1, target.AtMost / baseline.Cost.Bytes),
        _ => Math.Min(1, target.AtMost / baseline.Cost.Macs),
    };

    private static double ShareOf(Target target, LearnedCost cost) =>
        target.LimitCase == Target.LimitOneofCase.Share ? target.Share : Math.Min(1, target.AtMost / cost.Baseline);

    // The floor of the MACs is not known.
    private static Problem? Unreachable(Target target, string field, BaselineReport baseline, IReadOnlyCollection<LearnedCost> learned) => target switch
    {
        { LimitCase: Target.LimitOneofCase.Smallest } => null,
        { Kind: TargetKind.Size } => TooSmall(target, field, baseline),
        _ => learned.Where(cost => cost.Of == BoardCost.Of(target)).Select(cost => TooLittle(target, field, cost)).FirstOrDefault(),
    };

    private static Problem? TooLittle(Target target, string field, LearnedCost cost)
    {
        var smallest = cost.Model.SmallestShare;
        if (ShareOf(target, cost) >= smallest)
            return null;
        var floor = FormattableString.Invariant($"{Math.Ceiling(smallest * cost.Baseline * 10_000) / 10_000:0.####} {cost.Of.Unit}");
        return new Problem
        {
            Field = field,
            Reason = FormattableString.Invariant(
                $"it is out of reach on {target.BoardClass}: with every unit group at its floor this model is predicted to take {floor}, {smallest:0.##%} of the {cost.Baseline:0.####} {cost.Of.Unit} measured for the baseline"),
            Remedy = $"Ask for {floor} or more, or name {(cost.Of.IsEnergy ? "another" : "a faster")} class",
        };
    }

    private static Problem? TooSmall(Target target, string field, BaselineReport baseline)
    {
        var share = ShareOf(target, baseline);
        if (share >= baseline.SmallestShare)
            return null;
        var culture = CultureInfo.InvariantCulture;
        var floorBytes = Math.Ceiling(baseline.SmallestShare * baseline.Cost.Bytes);
        return new Problem
        {
            Field = field,
            Reason = string.Create(
                culture,
                $"{share:0.####%} of the baseline is out of reach: with every unit group at its floor this model keeps {baseline.SmallestShare:0.####%} ({floorBytes:#,0} bytes)"),
            Remedy = string.Create(
                culture,
                $"Ask for {Math.Ceiling(baseline.SmallestShare * 10000) / 10000:0.####%} or more, or for `smallest`"),
        };
    }
}
