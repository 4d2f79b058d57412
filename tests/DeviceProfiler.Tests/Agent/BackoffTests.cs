using DeepIoT.DeviceProfiler.Agent;

namespace DeepIoT.DeviceProfiler.Tests.Agent;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(5, 8)]
    [InlineData(7, 30)]
    [InlineData(10_000, 30)]
    public void Pauses_double_up_to_half_a_minute(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Pause(failures, chance: 0));

    [Fact]
    public void Chance_shortens_a_pause_by_no_more_than_half() =>
        Assert.InRange(Backoff.Pause(3, chance: 0.999), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.01));
}
