using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Access.Tokens;

/// <summary>
/// Tokens that admins have made, as hashes. Nothing is remembered here: another coordinator may have changed it. Safe for
/// use from several threads.
/// </summary>
internal sealed class IssuedTokens
{
    private const int RandomBytes = 32;

    // Tells a token from a password, so that it is found where it was left by mistake.
    private const string Prefix = "deepiot-";

    private readonly Database _database;

    public IssuedTokens(Database database)
    {
        _database = database;
        database.Create($"CREATE TABLE IF NOT EXISTS tokens (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, row {database.Bytes} NOT NULL)");
    }

    /// <summary>Makes the token that <paramref name="info"/> describes; null while its name has a good one.</summary>
    public string? Issue(TokenInfo info)
    {
        var token = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        return _database.Change(rows =>
        {
            if (Good(rows, info.Name, info.CreatedAt) is not null)
                return null;
            Store(rows, new KeptToken { Info = info, Sha256 = Hash(token) });
            return token;
        });
    }

    /// <summary>What is known of a token, whether it is still good or not; null when it is none of ours.</summary>
    public TokenInfo? Find(string token) => _database
        .Read(rows => rows.Read("SELECT row FROM tokens WHERE sha256 = @sha256", KeptToken.Parser, ("sha256", Hex(Hash(token)))))
        .FirstOrDefault()?.Info;

    /// <summary>All there ever were, the latest first.</summary>
    public IReadOnlyList<TokenInfo> All() =>
    [
        .. _database.Read(rows => rows.Read("SELECT row FROM tokens", KeptToken.Parser))
            .Select(kept => kept.Info)
            .OrderByDescending(info => info.CreatedAt.ToDateTimeOffset()),
    ];

    /// <summary>False when the name has no good token.</summary>
    public bool Revoke(string name, DateTimeOffset now) => _database.Change(rows =>
    {
        if (Good(rows, name, Timestamp.FromDateTimeOffset(now)) is not { } kept)
            return false;
        kept.Info.RevokedAt = Timestamp.FromDateTimeOffset(now);
        Store(rows, kept);
        return true;
    });

    private static KeptToken? Good(Rows rows, string name, Timestamp now) => rows
        .Read("SELECT row FROM tokens WHERE name = @name", KeptToken.Parser, ("name", name))
        .Find(kept => kept.Info.RevokedAt is null && kept.Info.ExpiresAt > now);

    private static void Store(Rows rows, KeptToken kept) => rows.Run(
        "INSERT INTO tokens VALUES (@sha256, @name, @row) ON CONFLICT (sha256) DO UPDATE SET row = excluded.row",
        ("sha256", Hex(kept.Sha256)),
        ("name", kept.Info.Name),
        ("row", kept.ToByteArray()));

    private static ByteString Hash(string token) => ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Hex(ByteString hash) => Convert.ToHexStringLower(hash.Span);
}
