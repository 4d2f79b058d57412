using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator.Storage;

/// <summary>One SQLite file.</summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string _connection;

    /// <summary>
    /// Makes the file if need be and turns write-ahead logging on, which stays with the file: readers and the writer
    /// do not wait for each other, and a commit costs one flush.
    /// </summary>
    public SqliteDatabase(string path)
    {
        _connection = Connection(path);
        Read(rows => rows.Run("PRAGMA journal_mode = WAL"));
    }

    public override string Bytes => "BLOB";

    public override string Counter => "INTEGER PRIMARY KEY AUTOINCREMENT";

    public static string Connection(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    public override void Create(params string[] statements) => Change(rows =>
    {
        foreach (var statement in statements)
            rows.Run(statement);
    });

    protected override DbConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
