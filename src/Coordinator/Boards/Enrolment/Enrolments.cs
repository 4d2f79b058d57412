using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DeepIoT.Protocol;
using DeepIoT.Protocol.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator.Boards.Enrolment;

/// <summary>
/// Invitations and the credentials that boards have by them, as hashes, in memory and in SQLite; what a caller is told
/// is stored. Safe for use from several threads.
/// </summary>
internal sealed class Enrolments
{
    private readonly string _connection;
    private readonly Lock _writing = new();
    private readonly Dictionary<string, KeptInvitation> _invitations;
    private readonly ConcurrentDictionary<string, KeptCredential> _byHash;
    private readonly ConcurrentDictionary<string, KeptCredential> _byBoard;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _revocations = [];

    public Enrolments(string path)
    {
        _connection = SqliteFile.Connection(path);
        SqliteFile.Prepare(path);
        Run("CREATE TABLE IF NOT EXISTS invitations (sha256 TEXT PRIMARY KEY, row BLOB NOT NULL)");
        Run("CREATE TABLE IF NOT EXISTS credentials (sha256 TEXT PRIMARY KEY, row BLOB NOT NULL)");
        _invitations = Read("SELECT row FROM invitations", KeptInvitation.Parser).ToDictionary(row => Hex(row.JoinSha256));
        var credentials = Read("SELECT row FROM credentials ORDER BY rowid", KeptCredential.Parser);
        _byHash = new(credentials.ToDictionary(row => Hex(row.Sha256)));
        _byBoard = new(credentials.GroupBy(row => row.Board).ToDictionary(rows => rows.Key, rows => rows.Last()));
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
        lock (_writing)
        {
            Store("invitations", invitation.JoinSha256, invitation);
            _invitations[Hex(invitation.JoinSha256)] = invitation;
        }

        return token;
    }

    /// <summary>Enrols a board; the same call again finds it done. A board that is enrolled otherwise is not touched.</summary>
    public EnrolmentOutcome Enrol(string joinToken, string board, ByteString sha256, DateTimeOffset now)
    {
        var joinSha256 = Hash(joinToken);
        lock (_writing)
        {
            if (_byBoard.TryGetValue(board, out var earlier) && earlier.RevokedAt is null)
                return earlier.Sha256 == sha256 && earlier.JoinSha256 == joinSha256 ? new EnrolmentOutcome.Done(earlier) : new EnrolmentOutcome.NameTaken();
            if (_byHash.ContainsKey(Hex(sha256)))
                return new EnrolmentOutcome.CredentialUsed();
            if (!_invitations.TryGetValue(Hex(joinSha256), out var invitation) || invitation.Left < 1)
                return new EnrolmentOutcome.NotInvited();
            if (now > invitation.ExpiresAt.ToDateTimeOffset())
                return new EnrolmentOutcome.Expired(invitation.ExpiresAt.ToDateTimeOffset());
            var rest = invitation.Clone();
            rest.Left--;
            var credential = new KeptCredential
            {
                Board = board,
                Sha256 = sha256,
                JoinSha256 = joinSha256,
                EnrolledAt = Timestamp.FromDateTimeOffset(now),
                ClassHint = invitation.ClassHint,
            };
            Store(("invitations", joinSha256, rest), ("credentials", sha256, credential));
            _invitations[Hex(joinSha256)] = rest;
            Remember(credential);
            return new EnrolmentOutcome.Done(credential);
        }
    }

    /// <summary>The credential that a caller shows, revoked or not; null when it is none.</summary>
    public KeptCredential? Find(string token) => _byHash.GetValueOrDefault(Hex(Hash(token)));

    /// <summary>The good credential of a board; null when it has none.</summary>
    public KeptCredential? Of(string board) => _byBoard.GetValueOrDefault(board) is { RevokedAt: null } credential ? credential : null;

    /// <summary>Cancelled once the board's present credential is revoked.</summary>
    public CancellationToken Revocation(string board)
    {
        lock (_writing)
            return Of(board) is null ? new CancellationToken(canceled: true) : _revocations.GetOrAdd(board, _ => new CancellationTokenSource()).Token;
    }

    /// <summary>False when the board has no good credential.</summary>
    public bool Revoke(string board, DateTimeOffset now)
    {
        CancellationTokenSource? streams;
        lock (_writing)
        {
            if (Of(board) is not { } credential)
                return false;
            var revoked = credential.Clone();
            revoked.RevokedAt = Timestamp.FromDateTimeOffset(now);
            Store("credentials", revoked.Sha256, revoked);
            Remember(revoked);
            _revocations.TryRemove(board, out streams);
        }

        streams?.Cancel();
        streams?.Dispose();
        return true;
    }

    public static string RevokedText(KeptCredential credential) => string.Create(
        CultureInfo.InvariantCulture,
        $"The credential of {credential.Board} was revoked on {credential.RevokedAt.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC. Ask for an invitation to enrol it anew");

    private void Remember(KeptCredential credential) => _byHash[Hex(credential.Sha256)] = _byBoard[credential.Board] = credential;

    private static ByteString Hash(string token) => ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Hex(ByteString hash) => Convert.ToHexStringLower(hash.Span);

    private void Store(string table, ByteString sha256, IMessage row) => Store((table, sha256, row));

    /// <summary>All of it or nothing.</summary>
    private void Store(params (string Table, ByteString Sha256, IMessage Row)[] rows)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        foreach (var (table, sha256, row) in rows)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"INSERT OR REPLACE INTO {table} VALUES ($sha256, $row)";
            command.Parameters.AddWithValue("$sha256", Hex(sha256));
            command.Parameters.AddWithValue("$row", row.ToByteArray());
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private List<T> Read<T>(string sql, MessageParser<T> parser)
        where T : IMessage<T>
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(parser.ParseFrom((byte[])reader[0]));
        return rows;
    }

    private void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
