using System.Security.Cryptography;
using System.Text;

namespace DeepIoT.Coordinator.Access;

/// <summary>A line of the tokens file: `role name sha256`, the hash in 64 lower-case hex digits. The token itself is nowhere.</summary>
internal sealed record AccessToken(Role Role, string Name, byte[] Sha256)
{
    /// <summary>Null when the line is none.</summary>
    public static AccessToken? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words is [var role, var name, { Length: 64 } hash]
            && Enum.TryParse<Role>(role, ignoreCase: true, out var known) && Enum.IsDefined(known)
            && hash.All(char.IsAsciiHexDigit)
                ? new AccessToken(known, name, Convert.FromHexString(hash))
                : null;
    }

    public bool Matches(string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), Sha256);
}
