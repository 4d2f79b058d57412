using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Tests.Measuring;

public sealed class CooldownTests
{
    [Fact]
    public void A_board_without_a_thermometer_needs_no_rest() =>
        Assert.False(Cooldown.DownTo(null).AnotherPause([null]));

    [Fact]
    public void A_warm_board_rests_until_it_is_nearly_as_cool_as_before()
    {
        var stage = Cooldown.DownTo(40);
        Assert.True(stage.AnotherPause([55]));
        Assert.True(stage.AnotherPause([55, 48]));
        Assert.False(stage.AnotherPause([55, 48, 42]));
    }

    [Fact]
    public void A_board_that_stays_warm_rests_no_longer_than_the_limit()
    {
        var stage = Cooldown.DownTo(40);
        var temperatures = new List<double?> { 60 };
        while (stage.AnotherPause(temperatures))
            temperatures.Add(60);
        Assert.Equal(stage.Limit, (temperatures.Count - 1) * stage.Pause);
    }

    [Fact]
    public void A_thermometer_that_falls_silent_ends_the_rest() =>
        Assert.False(Cooldown.DownTo(40).AnotherPause([60, null]));
}
