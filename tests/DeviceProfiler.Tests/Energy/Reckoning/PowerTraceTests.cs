using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Reckoning;
using static DeepIoT.DeviceProfiler.Tests.Energy.Reckoning.SimulatedSignal;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Reckoning;

public sealed class PowerTraceTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.5, 3.25)]
    [InlineData(1.001, 1.009)]
    public void A_ramp_is_integrated_exactly_with_edges_between_readings(double from, double to)
    {
        var trace = Trace(t => 1 + 2 * t, 4, every: 0.5);

        Assert.Equal(to - from + (to * to - from * from), trace.Joules(Window(from, to)), 9);
        Assert.Equal(1 + from + to, trace.MeanWatts(Window(from, to)), 6);
    }

    [Fact]
    public void Readings_at_uneven_moments_count_by_the_time_between_them()
    {
        PowerTrace trace = new(MeterQuantity.Watts, [At(0), At(0.1), At(3)], [2, 2, 4]);

        Assert.Equal(2 * 0.1 + 3 * 2.9, trace.Joules(Window(0, 3)), 9);
    }

    [Fact]
    public void A_curve_between_readings_costs_what_the_trapezoidal_rule_costs()
    {
        var exact = 3 * 5 + (1 - Math.Cos(2 * Math.PI * 5 * 0.93)) / (2 * Math.PI * 0.93);

        Assert.Equal(exact, Trace(t => 3 + Math.Sin(2 * Math.PI * 0.93 * t), 5).Joules(Window(0, 5)), exact * 1e-3);
    }

    [Fact]
    public void Energy_of_a_counter_is_its_difference_with_edges_between_readings()
    {
        var trace = Trace(t => 100 + 3 * t, 4, every: 1, MeterQuantity.Joules);

        Assert.Equal(3 * 2.5, trace.Joules(Window(0.75, 3.25)), 9);
        Assert.Equal(3, trace.MeanWatts(Window(0.75, 3.25)), 9);
    }

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        var trace = Trace(t => 2 + Math.Sin(9 * t), 4);

        Assert.Equal(trace.Joules(Window(0.123, 3.987)), Window(0.123, 3.987).Cut(7).Sum(trace.Joules), 9);
    }

    [Fact]
    public void Samples_are_counted_within_a_window_and_at_its_ends()
    {
        var trace = Trace(_ => 1, 4, every: 1);

        Assert.Equal(3, trace.Samples(Window(1, 3)));
        Assert.Equal(1, trace.Samples(Window(1.5, 2.5)));
        Assert.Equal(0, trace.Samples(Window(1.1, 1.9)));
    }

    [Fact]
    public void A_window_that_reaches_beyond_the_readings_is_not_covered()
    {
        var trace = Trace(_ => 1, 4, every: 1);

        Assert.True(trace.Covers(Window(0, 4)));
        Assert.False(trace.Covers(Window(0, 4.1)));
        Assert.False(trace.Covers(Window(-0.1, 4)));
    }

    [Fact]
    public void Gap_and_standstill_are_the_longest_there_are()
    {
        PowerTrace trace = new(MeterQuantity.Watts, [At(0), At(1), At(2), At(5), At(6)], [1, 7, 7, 7, 2]);

        Assert.Equal(TimeSpan.FromSeconds(3), trace.LongestGap(Window(0, 6)));
        Assert.Equal(TimeSpan.FromSeconds(1), trace.LongestGap(Window(0, 2)));
        Assert.Equal(TimeSpan.FromSeconds(4), trace.LongestStandstill());
    }
}
