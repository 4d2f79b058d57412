using DeepIoT.DeviceProfiler.Measuring;
using static DeepIoT.DeviceProfiler.Tests.Measuring.MadeUpReadings;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class WarmupTests
{
    private static readonly Warmup Stage = Warmup.Default;

    [Fact]
    public void Steady_readings_end_the_warmup_after_two_windows() =>
        Assert.Equal(2 * Stage.Window, Stage.Feed(Steady(30)).Count);

    [Fact]
    public void The_first_reading_is_a_single_inference_and_later_ones_fill_the_reading_time()
    {
        var readings = Stage.Feed(Steady(1));
        Assert.Equal(1, readings[0].Runs);
        Assert.InRange(readings[^1].Elapsed, Stage.ReadingTime * 0.95, Stage.ReadingTime * 1.1);
    }

    [Fact]
    public void A_model_that_gets_faster_is_warmed_until_it_stops_doing_so()
    {
        var readings = Stage.Feed(i => 30 + 70 * Math.Pow(0.8, i));
        Assert.True(Stage.IsSteady(readings));
        Assert.InRange(readings[^1].MillisecondsPerRun, 30, 31.5);
    }

    [Fact]
    public void After_a_step_the_warmup_waits_for_two_windows_on_the_new_level()
    {
        var readings = Stage.Feed(Stepping(40, 20, at: 7));
        Assert.True(Stage.IsSteady(readings));
        Assert.All(readings.Take(^Stage.Window..), reading => Assert.Equal(20, reading.MillisecondsPerRun));
    }

    [Fact]
    public void Readings_that_keep_drifting_end_at_the_limit_and_are_not_steady()
    {
        var readings = Stage.Feed(Drifting(20, perReading: 0.1));
        Assert.False(Stage.IsSteady(readings));
        Assert.True(readings.Total() >= Stage.Limit);
        Assert.True(readings.SkipLast(1).ToArray().Total() < Stage.Limit);
    }

    [Fact]
    public void A_model_slower_than_the_limit_is_run_once() =>
        Assert.Single(Stage.Feed(_ => 6000));

    [Fact]
    public void One_long_hiccup_does_not_undo_steadiness() =>
        Assert.Equal(2 * Stage.Window, Stage.Feed(i => i == 8 ? 300 : 25).Count);
}
