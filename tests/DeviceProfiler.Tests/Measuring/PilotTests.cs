using DeepIoT.DeviceProfiler.Measuring;
using static DeepIoT.DeviceProfiler.Tests.Measuring.MadeUpReadings;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class PilotTests
{
    private static readonly Pilot Stage = Pilot.Default;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.7)]
    [InlineData(9)]
    [InlineData(99.9)]
    public void Runs_grow_until_one_reading_is_long_enough_and_not_much_longer(double milliseconds)
    {
        var last = Stage.Feed(Steady(milliseconds, noise: 0))[^1];
        Assert.InRange(last.Elapsed, Stage.LeastReading, Stage.LeastReading * 2);
    }

    [Fact]
    public void A_slow_model_has_one_run_per_reading() =>
        Assert.Equal(1, Assert.Single(Stage.Feed(Steady(2500))).Runs);

    [Fact]
    public void Ten_microseconds_a_run_take_few_readings_to_pilot() =>
        Assert.InRange(Stage.Feed(Steady(0.01)).Count, 2, 7);

    [Fact]
    public void A_clock_too_coarse_to_see_the_first_run_is_outgrown()
    {
        var readings = Stage.Feed(i => i < 2 ? 0 : 0.5);
        Assert.True(readings[^1].Elapsed >= Stage.LeastReading);
    }

    [Fact]
    public void Runs_that_come_out_faster_than_the_reading_before_still_end_the_stage() =>
        Assert.True(Stage.Feed(i => 5.0 / (i + 1))[^1].Elapsed >= Stage.LeastReading);
}
