using System.Collections.Immutable;
using System.Globalization;
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
    /// when the time of a latency target's class is known, else where the first size or MACs target does; all targets
    /// judge what comes of them.
    /// </summary>
    /// <param name="times">What is known of the time on the latency targets' classes; empty for nothing.</param>
    public static TrialPlan Of(CampaignSpec spec, BaselineReport baseline, IReadOnlyCollection<ClassTime> times)
    {
        var problems = spec.Targets
            .Select((target, index) => Unreachable(target, $"targets[{index}].atMost", baseline, times))
            .OfType<Problem>()
            .ToImmutableList();
        if (problems.Count > 0)
            return new TrialPlan([], problems);
        var trials = Enumerable.Range(0, spec.Search.Trials);
        if (times.Count > 0)
        {
            var budget = SearchBudget.Of([.. spec.Targets.SelectMany(target => Limit(target, baseline, times))]);
            var floor = SearchBudget.Floor(budget.Terms, baseline, times.Select(time => time.Model));
            return new TrialPlan([.. trials.Select(index => Settings(index, budget, floor, spec.Search))], []);
        }

        var lead = spec.Targets.FirstOrDefault(target => target.Kind != TargetKind.Latency);
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

    /// <summary>A target as a share of a cost; empty for a latency on a class whose time is not known.</summary>
    private static IEnumerable<(CostTerm Term, double Share)> Limit(Target target, BaselineReport baseline, IEnumerable<ClassTime> times)
    {
        if (target.Kind != TargetKind.Latency)
        {
            var cost = target.Kind == TargetKind.Macs ? SearchBudget.Macs : SearchBudget.Parameters;
            return [(new CostTerm { Cost = cost }, ShareOf(target, baseline))];
        }

        return
            from time in times
            where time.Model.BoardClass == target.BoardClass
            let term = new CostTerm { Cost = SearchBudget.Latency, BoardClass = target.BoardClass, TimeModel = time.Model.File }
            select (term, ShareOf(target, time));
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

    private static double ShareOf(Target target, ClassTime time) =>
        target.LimitCase == Target.LimitOneofCase.Share ? target.Share : Math.Min(1, target.AtMost / time.BaselineMs);

    // The floor of the MACs is not known.
    private static Problem? Unreachable(Target target, string field, BaselineReport baseline, IReadOnlyCollection<ClassTime> times) => target switch
    {
        { LimitCase: Target.LimitOneofCase.Smallest } => null,
        { Kind: TargetKind.Size } => TooSmall(target, field, baseline),
        { Kind: TargetKind.Latency } => times.Where(time => time.Model.BoardClass == target.BoardClass)
            .Select(time => TooFast(target, field, time)).FirstOrDefault(),
        _ => null,
    };

    private static Problem? TooFast(Target target, string field, ClassTime time)
    {
        var smallest = time.Model.SmallestShare;
        if (ShareOf(target, time) >= smallest)
            return null;
        var floor = FormattableString.Invariant($"{Math.Ceiling(smallest * time.BaselineMs * 10_000) / 10_000:0.####} ms");
        return new Problem
        {
            Field = field,
            Reason = FormattableString.Invariant(
                $"it is out of reach on {target.BoardClass}: with every unit group at its floor this model is predicted to take {floor}, {smallest:0.##%} of the {time.BaselineMs:0.####} ms measured for the baseline"),
            Remedy = $"Ask for {floor} or more, or name a faster class",
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
