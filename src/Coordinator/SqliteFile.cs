using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator;

/// <summary>What our SQLite files have in common.</summary>
internal static class SqliteFile
{
    public static string Connection(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    /// <summary>
    /// Makes the file if need be and turns write-ahead logging on, which stays with the file: readers and the writer
    /// do not wait for each other, and a commit costs one flush.
    /// </summary>
    public static void Prepare(string path)
    {
        using var connection = new SqliteConnection(Connection(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }
}
