using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol;
using DeepIoT.Protocol.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards.Enrolment;

/// <summary>
/// Invitations and the credentials that boards have by them, as hashes. Nothing is remembered here: another coordinator
/// may have changed it. What a caller is told is stored. Safe for use from several threads.
/// </summary>
internal sealed class Enrolments
{
    private readonly Database _database;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _revocations = [];

    public Enrolments(Database database)
    {
        _database = database;
        database.Create(
            $"CREATE TABLE IF NOT EXISTS invitations (sha256 TEXT PRIMARY KEY, row {database.Bytes} NOT NULL)",
            $"CREATE TABLE IF NOT EXISTS credentials (sha256 TEXT PRIMARY KEY, row {database.Bytes} NOT NULL)",
            // The latest credential of each board.
            "CREATE TABLE IF NOT EXISTS enrolled (board TEXT PRIMARY KEY, sha256 TEXT NOT NULL)");
        database.Change(FindEarlierBoards);
    }

    /// <summary>A token by which <paramref name="boards"/> boards may join until <paramref name="expiresAt"/>.</summary>
    public string Invite(int boards, string classHint, DateTimeOffset expiresAt)
    {
        var token = JoinToken.Make();
        var invitation = new KeptInvitation
        {
            JoinSha256 = Hash(token),
            ExpiresAt = Timestamp.FromDateTimeOffset(expiresAt),
            Left = boards,
            ClassHint = classHint,
        };
        _database.Change(rows => Store(rows, invitation));
        return token;
    }

    /// <summary>Enrols a board; the same call again finds it done. A board that is enrolled otherwise is not touched.</summary>
    public EnrolmentOutcome Enrol(string joinToken, string board, ByteString sha256, DateTimeOffset now)
    {
        var joinSha256 = Hash(joinToken);
        return _database.Change<EnrolmentOutcome>(rows =>
        {
            if (Latest(rows, board) is { RevokedAt: null } earlier)
                return earlier.Sha256 == sha256 && earlier.JoinSha256 == joinSha256 ? new EnrolmentOutcome.Done(earlier) : new EnrolmentOutcome.NameTaken();
            if (Credential(rows, sha256) is not null)
                return new EnrolmentOutcome.CredentialUsed();
            if (Invitation(rows, joinSha256) is not { Left: > 0 } invitation)
                return new EnrolmentOutcome.NotInvited();
            if (now > invitation.ExpiresAt.ToDateTimeOffset())
                return new EnrolmentOutcome.Expired(invitation.ExpiresAt.ToDateTimeOffset());
            invitation.Left--;
            var credential = new KeptCredential
            {
                Board = board,
                Sha256 = sha256,
                JoinSha256 = joinSha256,
                EnrolledAt = Timestamp.FromDateTimeOffset(now),
                ClassHint = invitation.ClassHint,
            };
            Store(rows, invitation);
            Store(rows, credential);
            return new EnrolmentOutcome.Done(credential);
        });
    }

    /// <summary>The credential that a caller shows, revoked or not; null when it is none.</summary>
    public KeptCredential? Find(string token) => _database.Read(rows => Credential(rows, Hash(token)));

    /// <summary>The good credential of a board; null when it has none.</summary>
    public KeptCredential? Of(string board) => _database.Read(rows => Latest(rows, board)) is { RevokedAt: null } credential ? credential : null;

    /// <summary>Cancelled once the board's present credential is revoked here.</summary>
    public CancellationToken Revocation(string board)
    {
        var revocation = _revocations.GetOrAdd(board, _ => new CancellationTokenSource()).Token;
        // Asked for after there is something to cancel, so that no revocation falls between.
        return Of(board) is null ? new CancellationToken(canceled: true) : revocation;
    }

    /// <summary>False when the board has no good credential.</summary>
    public bool Revoke(string board, DateTimeOffset now)
    {
        var isRevoked = _database.Change(rows =>
        {
            if (Latest(rows, board) is not { RevokedAt: null } credential)
                return false;
            credential.RevokedAt = Timestamp.FromDateTimeOffset(now);
            Store(rows, credential);
            return true;
        });
        if (isRevoked)
            EndStreams(board);
        return isRevoked;
    }

    private void EndStreams(string board)
    {
        if (!_revocations.TryRemove(board, out var streams))
            return;
        streams.Cancel();
        streams.Dispose();
    }

    public static string RevokedText(KeptCredential credential) => string.Create(
        CultureInfo.InvariantCulture,
        $"The credential of {credential.Board} was revoked on {credential.RevokedAt.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC. Ask for an invitation to enrol it anew");

    private static ByteString Hash(string token) => ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Hex(ByteString hash) => Convert.ToHexStringLower(hash.Span);

    private static KeptInvitation? Invitation(Rows rows, ByteString sha256) => rows
        .Read("SELECT row FROM invitations WHERE sha256 = @sha256", KeptInvitation.Parser, ("sha256", Hex(sha256)))
        .FirstOrDefault();

    private static KeptCredential? Credential(Rows rows, ByteString sha256) => rows
        .Read("SELECT row FROM credentials WHERE sha256 = @sha256", KeptCredential.Parser, ("sha256", Hex(sha256)))
        .FirstOrDefault();

    private static KeptCredential? Latest(Rows rows, string board) => rows
        .Read(
            "SELECT credentials.row FROM credentials JOIN enrolled ON enrolled.sha256 = credentials.sha256 WHERE enrolled.board = @board",
            KeptCredential.Parser,
            ("board", board))
        .FirstOrDefault();

    private static void Store(Rows rows, KeptInvitation invitation) =>
        Store(rows, "invitations", invitation.JoinSha256, invitation);

    private static void Store(Rows rows, KeptCredential credential)
    {
        Store(rows, "credentials", credential.Sha256, credential);
        rows.Run(
            "INSERT INTO enrolled VALUES (@board, @sha256) ON CONFLICT (board) DO UPDATE SET sha256 = excluded.sha256",
            ("board", credential.Board),
            ("sha256", Hex(credential.Sha256)));
    }

    private static void Store(Rows rows, string table, ByteString sha256, IMessage row) => rows.Run(
        $"INSERT INTO {table} VALUES (@sha256, @row) ON CONFLICT (sha256) DO UPDATE SET row = excluded.row",
        ("sha256", Hex(sha256)),
        ("row", row.ToByteArray()));

    // Files of an earlier version have credentials alone.
    private static void FindEarlierBoards(Rows rows)
    {
        var missing = rows.Read(
            "SELECT row FROM credentials WHERE NOT EXISTS (SELECT 1 FROM enrolled)", KeptCredential.Parser);
        foreach (var credential in missing.OrderBy(credential => credential.EnrolledAt))
            Store(rows, credential);
    }
}
