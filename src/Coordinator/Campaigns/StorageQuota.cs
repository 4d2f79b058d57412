using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>
/// How many bytes the campaigns of one user may keep stored: what they have made, and the models and data they were
/// submitted with, where several campaigns on the same data count it once.
/// </summary>
internal static class StorageQuota
{
    /// <summary>What counts of a submission that was let in, until its campaign speaks for itself.</summary>
    public static CampaignSummary Promise(SubmitCampaign request) =>
        new() { CampaignId = request.CampaignId, Owner = request.Owner, Inputs = { CampaignState.InputsOf(request.Spec) } };

    /// <summary>Null when the submission fits.</summary>
    public static CampaignRefused? Refusal(SubmitCampaign request, IEnumerable<CampaignSummary> campaigns, long? quota) =>
        Bytes(Promise(request), campaigns) is var bytes && bytes > quota
            ? Refused("data", $"with it {Whose(request.Owner)} would keep", bytes, quota.Value, "Use data that is stored already")
            : null;

    /// <summary>Null when the campaign may have more trials.</summary>
    public static CampaignRefused? Refusal(CampaignSummary extended, IEnumerable<CampaignSummary> campaigns, long? quota) =>
        Bytes(extended, campaigns) is var bytes && bytes > quota
            ? Refused("trials", $"{Whose(extended.Owner)} keep", bytes, quota.Value, "Delete a campaign that is not needed any more")
            : null;

    private static long Bytes(CampaignSummary added, IEnumerable<CampaignSummary> campaigns)
    {
        var own = campaigns.Where(campaign => campaign.Owner == added.Owner).ToArray();
        var inputs = own.SelectMany(campaign => campaign.Inputs).Concat(added.Inputs).DistinctBy(input => input.Sha256);
        return own.Sum(campaign => campaign.MadeBytes) + inputs.Sum(input => input.Bytes);
    }

    private static string Whose(string owner) => owner == "" ? "all campaigns" : $"the campaigns of {owner}";

    private static CampaignRefused Refused(string field, string who, long bytes, long quota, string remedy) => new()
    {
        Problems =
        {
            new Problem
            {
                Field = field,
                Reason = FormattableString.Invariant($"{who} {bytes:#,0} bytes stored, and the quota is {quota:#,0}"),
                Remedy = $"{remedy}, or ask an admin for a larger quota (BytesPerUser)",
            },
        },
    };
}
