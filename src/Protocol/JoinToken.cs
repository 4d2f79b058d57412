using System.Security.Cryptography;

namespace DeepIoT.Protocol;

/// <summary>What a board is invited by: its first word tells it from a token that is shown with every call.</summary>
public static class JoinToken
{
    private const string Prefix = "join-";
    private const int RandomBytes = 32;

    public static string Make() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    public static bool Is(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);
}
