using DeepIoT.DeviceProfiler.Measuring;
using static DeepIoT.DeviceProfiler.Tests.Measuring.MadeUpReadings;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class MeasureTests
{
    private static readonly Measure Stage = new(RunsPerReading: 10, IntervalShare: 0.02, Limit: TimeSpan.FromSeconds(30));

    [Fact]
    public void Steady_readings_close_the_interval_as_soon_as_it_may_close()
    {
        var readings = Stage.Feed(Steady(10));
        Assert.Equal(Measure.LeastReadings, readings.Count);
        Assert.All(readings, reading => Assert.Equal(10, reading.Runs));
    }

    [Fact]
    public void A_meter_that_needs_longer_gets_longer_within_the_limit()
    {
        Assert.Equal(50, (Stage with { Least = TimeSpan.FromSeconds(5) }).Feed(_ => 10).Count);
        Assert.Equal(300, (Stage with { Least = TimeSpan.FromSeconds(50) }).Feed(_ => 10).Count);
    }

    [Fact]
    public void Noisy_readings_take_more_and_close_below_the_share()
    {
        var readings = Stage.Feed(Steady(10, noise: 0.05));
        Assert.InRange(readings.Count, Measure.LeastReadings + 1, 299);
        Assert.True(Stage.IsClosed(readings));
        Assert.True(MedianInterval.Of(readings.Milliseconds())!.Value.Width < 0.02 * readings.MedianMilliseconds());
    }

    [Fact]
    public void Alternating_readings_never_close_and_end_at_the_limit()
    {
        var readings = Stage.Feed(Alternating(9, 11));
        Assert.False(Stage.IsClosed(readings));
        Assert.True(readings.Total() >= Stage.Limit);
        Assert.Equal(300, readings.Count);
    }

    [Fact]
    public void A_steep_drift_does_not_close() =>
        Assert.False(Stage.IsClosed(Stage.Feed(Drifting(10, perReading: 0.02))));

    [Fact]
    public void A_step_in_the_middle_keeps_the_interval_open_until_one_level_rules()
    {
        var readings = Stage.Feed(Stepping(9, 11, at: 10));
        Assert.True(Stage.IsClosed(readings));
        Assert.Equal(11, readings.MedianMilliseconds());
        Assert.True(readings.Count > 30, $"{readings.Count} readings");
    }

    [Fact]
    public void A_heavy_tail_moves_the_percentiles_and_not_the_median()
    {
        var readings = Stage.Feed(HeavyTailed(10, shape: 15)).Milliseconds();
        Assert.InRange(OrderStatistics.Median(readings), 10, 11);
        Assert.True(OrderStatistics.Percentile(readings, 0.99) > OrderStatistics.Percentile(readings, 0.9));
    }

    [Fact]
    public void A_model_slower_than_the_limit_gives_one_reading_and_no_interval()
    {
        var readings = Stage.Feed(_ => 60_000);
        Assert.Single(readings);
        Assert.Null(MedianInterval.Of(readings.Milliseconds()));
    }
}
