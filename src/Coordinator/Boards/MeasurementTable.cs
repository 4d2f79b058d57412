using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Boards;

/// <summary>
/// Every sound measurement ever made here, by what was measured, so that nothing is measured twice in the same way.
/// Safe for use from several threads.
/// </summary>
internal sealed class MeasurementTable
{
    private readonly Database _database;

    public MeasurementTable(Database database)
    {
        _database = database;
        database.Create($"CREATE TABLE IF NOT EXISTS measurements (key {database.Bytes} PRIMARY KEY, measurement {database.Bytes} NOT NULL)");
    }

    /// <summary>Null when it has not been measured.</summary>
    public Measurement? Find(MeasurementKey key) => _database.Read(rows => rows
        .Read("SELECT measurement FROM measurements WHERE key = @key", Measurement.Parser, ("key", key.ToByteArray()))
        .FirstOrDefault());

    public void Store(MeasurementKey key, Measurement measurement) => _database.Change(rows => rows.Run(
        "INSERT INTO measurements VALUES (@key, @measurement) ON CONFLICT (key) DO UPDATE SET measurement = excluded.measurement",
        ("key", key.ToByteArray()),
        ("measurement", measurement.ToByteArray())));
}
