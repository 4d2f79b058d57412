using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Which network of an earlier campaign a new one begins with.</summary>
internal static class WarmStart
{
    public const string Field = "search.warmStart";

    /// <summary>
    /// The smallest candidate that has lost no more accuracy than the new campaign allows, else the most accurate one.
    /// </summary>
    public static (ArtifactRef? Start, Problem? Problem) Of(ResultsReply earlier, CampaignSpec spec)
    {
        var id = earlier.Campaign.CampaignId;
        if (earlier.Campaign.Spec.Model.Sha256 != spec.Model?.Sha256)
            return (null, Problem($"campaign {id} compressed another model", "Name a campaign of this very model file, or leave it out"));
        if (earlier.Candidates.Count == 0)
            return (null, Problem($"campaign {id} has found no candidate", "Wait until it has, name another, or leave it out"));
        var least = earlier.Baseline.ValidationAccuracy - (spec.MaxDropPoints / 100);
        var good = earlier.Candidates.Where(candidate => candidate.ValidationAccuracy >= least)
            .OrderBy(candidate => candidate.Cost.Parameters)
            .ThenByDescending(candidate => candidate.ValidationAccuracy)
            .FirstOrDefault();
        return ((good ?? earlier.Candidates.MaxBy(candidate => candidate.ValidationAccuracy)!).Model, null);
    }

    public static Problem Problem(string reason, string remedy) => new() { Field = Field, Reason = reason, Remedy = remedy };
}
