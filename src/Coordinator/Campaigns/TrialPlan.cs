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

    // Latency cannot be searched for directly: a spread of sizes is measured and those fast enough are kept.
    private static readonly double[] LatencyShares = [0.5, 0.25, 0.12, 0.06];

    private static readonly string[] Portfolio = ["taylor", "compressor"];

    /// <summary>
    /// Spreads the campaign's trials over targets, methods and seeds. The first size or MACs target sets where the
    /// searches go; all targets judge what comes of them.
    /// </summary>
    public static TrialPlan Of(CampaignSpec spec, BaselineReport baseline)
    {
        var problems = spec.Targets
            .Select((target, index) => Unreachable(target, index, baseline))
            .OfType<Problem>()
            .ToImmutableList();
        if (problems.Count > 0)
            return new TrialPlan([], problems);
        var lead = spec.Targets.FirstOrDefault(target => target.Kind != TargetKind.Latency);
        return new TrialPlan(
            [.. Enumerable.Range(0, spec.Search.Trials).Select(index => Settings(index, lead, spec.Search, baseline))],
            []);
    }

    private static TrialSettings Settings(int index, Target? lead, SearchSpec search, BaselineReport baseline)
    {
        var smallest = lead?.LimitCase == Target.LimitOneofCase.Smallest;
        var settings = new TrialSettings
        {
            Method = search.Method == "auto" ? MethodOf(index, smallest) : search.Method,
            TargetShare = smallest ? 0 : ShareOf(index, lead, baseline),
            Cost = lead?.Kind == TargetKind.Macs ? "macs" : "parameters",
            Smallest = smallest,
            Seed = search.Seed + (ulong)index,
            Epochs = search.Epochs,
            Iterations = search.Iterations,
        };
        settings.Options.Add(search.Options);
        return settings;
    }

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

    // The floor is known for parameters only.
    private static Problem? Unreachable(Target target, int index, BaselineReport baseline)
    {
        if (target.Kind != TargetKind.Size || target.LimitCase == Target.LimitOneofCase.Smallest)
            return null;
        var share = ShareOf(target, baseline);
        if (share >= baseline.SmallestShare)
            return null;
        var culture = CultureInfo.InvariantCulture;
        var floorBytes = Math.Ceiling(baseline.SmallestShare * baseline.Cost.Bytes);
        return new Problem
        {
            Field = $"targets[{index}].atMost",
            Reason = string.Create(
                culture,
                $"{share:0.####%} of the baseline is out of reach: with every unit group at its floor this model keeps {baseline.SmallestShare:0.####%} ({floorBytes:#,0} bytes)"),
            Remedy = string.Create(
                culture,
                $"Ask for {Math.Ceiling(baseline.SmallestShare * 10000) / 10000:0.####%} or more, or for `smallest`"),
        };
    }
}
