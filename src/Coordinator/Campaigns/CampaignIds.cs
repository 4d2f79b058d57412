using System.Security.Cryptography;
using System.Text;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Ids of campaigns, short enough to type.</summary>
internal static class CampaignIds
{
    /// <summary>The same submission always gets the same id.</summary>
    public static string Of(string submissionId) =>
        "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(submissionId)).AsSpan(0, 6));
}
