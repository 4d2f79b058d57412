using System.Security.Cryptography;
using System.Text;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Ids of campaigns, short enough to type.</summary>
internal static class CampaignIds
{
    /// <summary>The same submission of the same owner always gets the same id, and nobody else's does.</summary>
    public static string Of(string submissionId, string owner) =>
        "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner == "" ? submissionId : $"{owner}\n{submissionId}")).AsSpan(0, 6));
}
