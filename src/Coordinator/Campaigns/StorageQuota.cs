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
        Refusal("data", "with it ", "Use data that is stored already", Promise(request), campaigns, quota);

    /// <summary>Null when the campaign may have more trials.</summary>
    public static CampaignRefused? Refusal(CampaignSummary extended, IEnumerable<CampaignSummary> campaigns, long? quota) =>
        Refusal("trials", "", "Delete a campaign that is not needed any more", extended, campaigns, quota);

    private static CampaignRefused? Refusal(string field, string with, string remedy, CampaignSummary added, IEnumerable<CampaignSummary> campaigns, long? quota)
    {
        var own = campaigns.Where(campaign => campaign.Owner == added.Owner).ToArray();
        var inputs = own.SelectMany(campaign => campaign.Inputs).Concat(added.Inputs).DistinctBy(input => input.Sha256);
        var bytes = own.Sum(campaign => campaign.MadeBytes) + inputs.Sum(input => input.Bytes);
        if (quota is not { } most || bytes <= most)
            return null;
        var whose = added.Owner == "" ? "all campaigns" : $"the campaigns of {added.Owner}";
        var keep = with == "" ? "keep" : "would keep";
        return new CampaignRefused
        {
            Problems =
            {
                new Problem
                {
                    Field = field,
                    Reason = FormattableString.Invariant($"{with}{whose} {keep} {bytes:#,0} bytes stored, and the quota is {most:#,0}"),
                    Remedy = $"{remedy}, or ask an admin for a larger quota (BytesPerUser)",
                },
            },
        };
    }
}
