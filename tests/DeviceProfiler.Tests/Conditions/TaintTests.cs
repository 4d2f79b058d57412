using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Tests.Conditions;

public sealed class TaintTests
{
    private static readonly BoardConditions Quiet = new(1800, "performance", 50, 80, new([], 0), new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(10)));

    [Fact]
    public void A_quiet_run_is_clean() =>
        Assert.Empty(Reasons(Steady, Quiet, Quiet));

    [Fact]
    public void A_board_that_tells_nothing_cannot_be_blamed() =>
        Assert.Empty(Reasons(Steady, new(null, null, null, null, null, null), new(null, null, null, null, null, null)));

    [Fact]
    public void A_clock_that_changes_taints() =>
        Assert.Equal(["clock changed by 33.3 % (limit 5 %)"], Reasons(Steady, Quiet, Quiet with { ClockMhz = 1200 }, Quiet));

    [Fact]
    public void Reaching_the_limit_the_kernel_names_taints() =>
        Assert.Equal(["temperature reached 80.5 °C (limit 80 °C)"], Reasons(Steady, Quiet, Quiet with { TemperatureC = 80.5 }));

    [Fact]
    public void Without_a_limit_of_the_kernel_the_default_holds()
    {
        var silent = Quiet with { TemperatureLimitC = null };
        Assert.Empty(Reasons(Steady, silent, silent with { TemperatureC = 84 }));
        Assert.Equal(["temperature reached 86 °C (limit 85 °C)"], Reasons(Steady, silent, silent with { TemperatureC = 86 }));
    }

    [Fact]
    public void Throttling_at_any_moment_taints() =>
        Assert.Equal(
            ["throttled: under-voltage, 2 events"],
            Reasons(Steady, Quiet with { Throttle = new([], 5) }, Quiet with { Throttle = new(["under-voltage"], 6) }, Quiet with { Throttle = new([], 7) }));

    [Fact]
    public void Events_before_the_run_are_history() =>
        Assert.Empty(Reasons(Steady, Quiet with { Throttle = new([], 5) }, Quiet with { Throttle = new([], 5) }));

    [Fact]
    public void Load_of_others_taints_and_its_own_does_not()
    {
        var own = Quiet with { ProcessorTime = new(TimeSpan.FromSeconds(110), TimeSpan.FromSeconds(20)) };
        var others = Quiet with { ProcessorTime = new(TimeSpan.FromSeconds(116), TimeSpan.FromSeconds(20)) };
        Assert.Empty(Reasons(Steady, Quiet, own));
        Assert.Equal(["other load took 15 % of the machine (limit 10 %)"], Reasons(Steady, Quiet, others));
    }

    [Fact]
    public void Readings_whose_second_half_is_slower_have_drifted() =>
        Assert.Equal(["readings drifted by 10 % (limit 5 %)"], Reasons(i => i < 10 ? 10 : 11, Quiet, Quiet));

    [Fact]
    public void Every_reason_is_told_at_once() =>
        Assert.Equal(3, Reasons(i => i < 10 ? 10 : 11, Quiet, Quiet with { ClockMhz = 900, TemperatureC = 95 }).Count);

    private static double Steady(int i) => 10 + 0.001 * (i % 3);

    /// <summary>Twenty made-up readings; ten seconds on four cores.</summary>
    private static IReadOnlyList<string> Reasons(Func<int, double> milliseconds, params BoardConditions[] conditions) => Taint.Reasons(
        [.. Enumerable.Range(0, 20).Select(i => new Reading(10, TimeSpan.FromMilliseconds(10 * milliseconds(i))))],
        conditions,
        TimeSpan.FromSeconds(10),
        cores: 4,
        new());
}
