using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator.Boards.Ledger;

/// <summary>
/// What is remembered of boards when they, or the coordinator, have gone: one row a board, and its latest events.
/// A SQLite file of its own; safe for use from several threads.
/// </summary>
internal sealed class BoardLedger
{
    /// <summary>Events kept of one board.</summary>
    public const int MostEvents = 500;

    private readonly string _connection;

    public BoardLedger(string path)
    {
        _connection = SqliteFile.Connection(path);
        SqliteFile.Prepare(path);
        using var connection = Open();
        Run(connection, "CREATE TABLE IF NOT EXISTS boards (name TEXT PRIMARY KEY, board BLOB NOT NULL)");
        Run(connection, "CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, event BLOB NOT NULL)");
        Run(connection, "CREATE INDEX IF NOT EXISTS events_of_board ON events (name, number)");
    }

    /// <summary>Every board that is remembered.</summary>
    public IReadOnlyList<KeptBoard> Boards() => Read("SELECT board FROM boards", KeptBoard.Parser);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<BoardEvent> History(string name, int most) => Read(
        "SELECT event FROM events WHERE name = $name ORDER BY number DESC LIMIT $most",
        BoardEvent.Parser,
        ("$name", name),
        ("$most", most));

    /// <summary>All of it or nothing.</summary>
    public void Write(LedgerBatch batch)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        foreach (var board in batch.Boards)
            Run(connection, "INSERT OR REPLACE INTO boards VALUES ($name, $board)", ("$name", board.Description.Name), ("$board", board.ToByteArray()));
        foreach (var (name, happened) in batch.Events)
            Run(connection, "INSERT INTO events (name, event) VALUES ($name, $event)", ("$name", name), ("$event", happened.ToByteArray()));
        foreach (var name in batch.Events.Select(entry => entry.Board).Distinct())
        {
            Run(
                connection,
                "DELETE FROM events WHERE name = $name AND number <= (SELECT number FROM events WHERE name = $name ORDER BY number DESC LIMIT 1 OFFSET $most)",
                ("$name", name),
                ("$most", MostEvents));
        }

        transaction.Commit();
    }

    private List<T> Read<T>(string sql, MessageParser<T> parser, params (string Name, object Value)[] parameters)
        where T : IMessage<T>
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(parser.ParseFrom((byte[])reader[0]));
        return rows;
    }

    private static void Run(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    // Inside a transaction of its connection a command takes part in it.
    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
