using DeepIoT.Coordinator.Storage;

namespace DeepIoT.Coordinator.Access;

/// <summary>
/// Who may read which artifact. A user reads what it has uploaded, and what its campaigns have brought about; boards read
/// the models that a board was given to measure; trainers and admins read everything. To know a hash is no right: whoever
/// names an artifact that somebody else has uploaded must show its bytes first.
/// </summary>
internal sealed class ArtifactRights
{
    // No name of a user can be it.
    private const string Boards = "*boards";

    private readonly Database _database;

    public ArtifactRights(Database database)
    {
        _database = database;
        database.Create("CREATE TABLE IF NOT EXISTS artifact_readers (sha256 TEXT NOT NULL, reader TEXT NOT NULL, PRIMARY KEY (sha256, reader))");
    }

    /// <param name="caller">Null where nobody is asked for a token: then everybody may.</param>
    public bool MayRead(Caller? caller, string sha256) => caller?.Role switch
    {
        null or Role.Admin or Role.Trainer => true,
        Role.Submitter => Has(sha256, caller.Name),
        Role.Board => Has(sha256, Boards),
        _ => false,
    };

    public void GiveTo(Caller? caller, IEnumerable<string> artifacts)
    {
        if (caller is { Role: Role.Submitter })
            Give(caller.Name, artifacts);
    }

    public void GiveToBoards(string sha256) => Give(Boards, [sha256]);

    private void Give(string reader, IEnumerable<string> artifacts)
    {
        var missing = artifacts.Where(sha256 => !Has(sha256, reader)).ToHashSet();
        if (missing.Count == 0)
            return;
        StorageCalls.OrUnavailable(() => _database.Change(rows => missing.Sum(sha256 => rows.Run(
            "INSERT INTO artifact_readers VALUES (@sha256, @reader) ON CONFLICT (sha256, reader) DO NOTHING",
            ("sha256", sha256),
            ("reader", reader)))));
    }

    private bool Has(string sha256, string reader) => StorageCalls.OrUnavailable(() => _database.Read(rows => rows.Any(
        "SELECT 1 FROM artifact_readers WHERE sha256 = @sha256 AND reader = @reader", ("sha256", sha256), ("reader", reader))));
}
