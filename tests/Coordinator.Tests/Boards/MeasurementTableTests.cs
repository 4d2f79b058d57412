using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Storage;

namespace DeepIoT.Coordinator.Tests.Boards;

public sealed class MeasurementTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_measurement_is_found_by_model_class_and_protocol_and_by_nothing_less()
    {
        var path = Path.Combine(_folder.Path, "measurements.db");
        var key = Example.Measuring(Example.Sha("m1"));
        new MeasurementTable(new SqliteDatabase(path)).Store(key, Example.Measurement(0.25));

        var table = new MeasurementTable(new SqliteDatabase(path));

        Assert.Equal(0.25, table.Find(key)!.MedianMs);
        Assert.Null(table.Find(Example.Measuring(Example.Sha("m2"))));
        Assert.Null(table.Find(Example.Measuring(Example.Sha("m1"), "another-class")));
        var other = key.Clone();
        other.Protocol.Threads = 4;
        Assert.Null(table.Find(other));
    }

    [Fact]
    public void A_later_measurement_takes_the_place_of_the_earlier_one()
    {
        var table = new MeasurementTable(new SqliteDatabase(Path.Combine(_folder.Path, "measurements.db")));
        var key = Example.Measuring(Example.Sha("m1"));

        table.Store(key, Example.Measurement(0.25));
        table.Store(key, Example.Measurement(0.3));

        Assert.Equal(0.3, table.Find(key)!.MedianMs);
    }

    public void Dispose() => _folder.Dispose();
}
