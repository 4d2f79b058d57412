using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// What searches reduce when time or energy has been learned: the weighted mean of all costs that have a limit. A cost weighs one
/// over its limit's share, so that the tightest counts most, and the mean is at its target where every cost uses, on
/// average, all of its limit.
/// </summary>
/// <param name="Share">The target: the harmonic mean of the limits' shares.</param>
internal sealed record SearchBudget(ImmutableList<CostTerm> Terms, double Share)
{
    public const string Parameters = "parameters";
    public const string Macs = "macs";
    public const string Latency = "latency";
    public const string Energy = "energy";

    /// <param name="limits">At least one; those that the uncompressed network meets count only when there is no other.</param>
    public static SearchBudget Of(IReadOnlyCollection<(CostTerm Term, double Share)> limits)
    {
        var binding = limits.Any(limit => limit.Share < 1) ? limits.Where(limit => limit.Share < 1) : limits;
        var terms = binding.Select(limit => new CostTerm(limit.Term) { Weight = 1 / limit.Share }).ToImmutableList();
        return new SearchBudget(terms, terms.Count / terms.Sum(term => term.Weight));
    }

    /// <summary>A share that no search comes below: all groups at their floors. That of the MACs is not known and counts as nothing.</summary>
    public static double Floor(IReadOnlyCollection<CostTerm> terms, BaselineReport baseline, IEnumerable<TimeModel> models) =>
        Mean(terms, term => term.Cost switch
        {
            Parameters => baseline.SmallestShare,
            Macs => 0,
            _ => models.First(model => BoardCost.Of(model) == BoardCost.Of(term)).SmallestShare,
        })!.Value;

    /// <summary>Null when the share of one term is.</summary>
    public static double? Mean(IReadOnlyCollection<CostTerm> terms, Func<CostTerm, double?> share) =>
        terms.Aggregate((double?)0, (sum, term) => sum + (term.Weight * share(term))) / terms.Sum(term => term.Weight);
}
