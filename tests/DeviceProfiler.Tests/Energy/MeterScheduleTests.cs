using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Reckoning;
using DeepIoT.DeviceProfiler.Tests.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Tests.Energy;

public sealed class MeterScheduleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30), Deadline = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(0.01, 2)]
    [InlineData(0.1, 2.2)]
    [InlineData(1, 22)]
    public void Windows_are_long_enough_for_samples_enough(double interval, double seconds)
    {
        var schedule = MeterSchedule.For(Every(interval));

        Assert.Equal(TimeSpan.FromSeconds(seconds), schedule.Idle);
        Assert.Equal(TimeSpan.FromSeconds(seconds), schedule.Running);
        Assert.True(schedule.Running / Every(interval).Interval > EnergyReckoning.LeastSamples);
    }

    [Fact]
    public void A_meter_too_slow_for_the_measuring_limit_is_not_waited_for() =>
        Assert.Equal("insufficient: the meter gives 10 samples in the measuring limit of 10 s, 20 are needed", Obstacle(1, TimeSpan.FromSeconds(10), Deadline));

    [Fact]
    public void A_deadline_without_room_for_idle_windows_is_kept() =>
        Assert.Equal("the deadline of 60 s leaves no 45 s for idle windows beside the measuring limit of 30 s", Obstacle(1, Limit, TimeSpan.FromSeconds(60)));

    [Fact]
    public void Otherwise_nothing_stands_against_it() =>
        Assert.Null(Obstacle(1, Limit, Deadline));

    private static string? Obstacle(double interval, TimeSpan limit, TimeSpan deadline) =>
        MeterSchedule.For(Every(interval)).Obstacle(Every(interval), limit, deadline);

    private static MeterDescription Every(double seconds) => SimulatedSignal.Meter with { Interval = TimeSpan.FromSeconds(seconds) };
}
