using DeepIoT.DeviceProfiler.Measuring;
using static DeepIoT.DeviceProfiler.Tests.Measuring.MadeUpReadings;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class MeasureTests
{
    private static readonly Measure Stage = new(RunsPerReading: 10, Readings: 5, Limit: TimeSpan.FromSeconds(30));

    [Fact]
    public void A_launch_takes_the_readings_it_is_asked_for()
    {
        var readings = Stage.Feed(Steady(10));
        Assert.Equal(5, readings.Count);
        Assert.All(readings, reading => Assert.Equal(10, reading.Runs));
    }

    [Fact]
    public void A_meter_that_needs_longer_gets_longer_within_the_limit()
    {
        Assert.Equal(50, (Stage with { Least = TimeSpan.FromSeconds(5) }).Feed(_ => 10).Count);
        Assert.Equal(300, (Stage with { Least = TimeSpan.FromSeconds(50) }).Feed(_ => 10).Count);
    }

    [Fact]
    public void A_model_slower_than_the_limit_gives_one_reading() =>
        Assert.Single(Stage.Feed(_ => 60_000));

    [Fact]
    public void A_launch_that_has_no_time_left_takes_one_reading_all_the_same() =>
        Assert.Single((Stage with { Limit = TimeSpan.Zero }).Feed(_ => 10));
}
