using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// Every sound measurement ever made here, by what was measured, so that nothing is measured twice in the same way.
/// A SQLite file of its own; safe for use from several threads.
/// </summary>
internal sealed class MeasurementTable
{
    private readonly string _connection;

    public MeasurementTable(string path)
    {
        _connection = SqliteFile.Connection(path);
        SqliteFile.Prepare(path);
        Run("CREATE TABLE IF NOT EXISTS measurements (key BLOB PRIMARY KEY, measurement BLOB NOT NULL)");
    }

    /// <summary>Null when it has not been measured.</summary>
    public Measurement? Find(MeasurementKey key)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT measurement FROM measurements WHERE key = $key";
        command.Parameters.AddWithValue("$key", key.ToByteArray());
        return command.ExecuteScalar() is byte[] bytes ? Measurement.Parser.ParseFrom(bytes) : null;
    }

    public void Store(MeasurementKey key, Measurement measurement) => Run(
        "INSERT OR REPLACE INTO measurements VALUES ($key, $measurement)",
        ("$key", key.ToByteArray()),
        ("$measurement", measurement.ToByteArray()));

    private void Run(string sql, params (string Name, byte[] Value)[] parameters)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
