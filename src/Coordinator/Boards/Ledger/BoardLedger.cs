using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Boards.Ledger;

/// <summary>
/// What is remembered of boards when they, or the coordinator, have gone: one row a board, and its latest events.
/// Safe for use from several threads.
/// </summary>
internal sealed class BoardLedger
{
    /// <summary>Events kept of one board.</summary>
    public const int MostEvents = 500;

    private readonly Database _database;

    public BoardLedger(Database database)
    {
        _database = database;
        database.Create(
            $"CREATE TABLE IF NOT EXISTS boards (name TEXT PRIMARY KEY, board {database.Bytes} NOT NULL)",
            $"CREATE TABLE IF NOT EXISTS events (number {database.Counter}, name TEXT NOT NULL, event {database.Bytes} NOT NULL)",
            "CREATE INDEX IF NOT EXISTS events_of_board ON events (name, number)");
    }

    /// <summary>Every board that is remembered.</summary>
    public IReadOnlyList<KeptBoard> Boards() => _database.Read(rows => rows.Read("SELECT board FROM boards", KeptBoard.Parser));

    /// <summary>The newest first.</summary>
    public IReadOnlyList<BoardEvent> History(string name, int most) => _database.Read(rows => rows.Read(
        "SELECT event FROM events WHERE name = @name ORDER BY number DESC LIMIT @most",
        BoardEvent.Parser,
        ("name", name),
        ("most", most)));

    /// <summary>All of it or nothing.</summary>
    public void Write(LedgerBatch batch) => _database.Change(rows =>
    {
        foreach (var board in batch.Boards)
        {
            rows.Run(
                "INSERT INTO boards VALUES (@name, @board) ON CONFLICT (name) DO UPDATE SET board = excluded.board",
                ("name", board.Description.Name),
                ("board", board.ToByteArray()));
        }

        foreach (var (name, happened) in batch.Events)
            rows.Run("INSERT INTO events (name, event) VALUES (@name, @event)", ("name", name), ("event", happened.ToByteArray()));
        foreach (var name in batch.Events.Select(entry => entry.Board).Distinct())
        {
            rows.Run(
                "DELETE FROM events WHERE name = @name AND number <= (SELECT number FROM events WHERE name = @name ORDER BY number DESC LIMIT 1 OFFSET @most)",
                ("name", name),
                ("most", MostEvents));
        }
    });
}
