using System.Security.Cryptography;
using System.Text;

namespace DeepIoT.DeviceProfiler.Enrolment;

/// <summary>What a board shows to its coordinator from its enrolment on.</summary>
/// <param name="Secret">256 random bits in hex.</param>
/// <param name="JoinSha256">Of the join token that it was had by, in hex.</param>
/// <param name="ClassHint">Board class unless the owner names one; empty when the invitation had none.</param>
internal sealed record BoardCredential(string Secret, string JoinSha256, string ClassHint = "")
{
    private const int SecretBytes = 32;

    public byte[] Sha256 => Hash(Secret);

    public static BoardCredential For(string joinToken) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)), HashOf(joinToken));

    public bool IsFrom(string joinToken) => JoinSha256 == HashOf(joinToken);

    private static string HashOf(string joinToken) => Convert.ToHexStringLower(Hash(joinToken));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
