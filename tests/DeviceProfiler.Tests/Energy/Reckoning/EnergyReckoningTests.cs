using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Reckoning;
using static DeepIoT.DeviceProfiler.Energy.Reckoning.EnergyOutcome;
using static DeepIoT.DeviceProfiler.Tests.Energy.Reckoning.SimulatedSignal;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Reckoning;

public sealed class EnergyReckoningTests
{
    [Fact]
    public void Power_above_idle_times_running_time_is_shared_among_the_inferences()
    {
        var figure = Measured(Load(2, 5).Noisy(0.001));

        Assert.Equal(3.0 * 3 / 1000, figure.Joules, 1e-5);
        Assert.Equal(2, figure.IdleWatts, 1e-3);
        Assert.Equal(5, figure.RunningWatts, 1e-3);
        Assert.Equal(301, figure.Samples);
        Assert.InRange(figure.Uncertainty, 1e-7, 1e-5);
    }

    [Fact]
    public void Time_between_the_readings_is_not_counted()
    {
        // Between readings of 60 ms the board looks at its sensors for 40 ms and falls back to idle.
        TimeWindow[] readings = [.. Enumerable.Range(0, 30).Select(i => Window(2.5 + i * 0.1, 2.56 + i * 0.1))];
        Func<double, double> watts = t => t is > 2.5 and < 5.5 ? (t - 2.5) % 0.1 < 0.06 ? 5 : 2 : 2;
        var figure = Assert.IsType<Figure>(EnergyReckoning.Of(Run(watts, every: 0.0005) with { Running = readings }));

        Assert.Equal(3 * 0.06 * 30 / 1000, figure.Joules, 0.02 * 3 * 0.06 * 30 / 1000);
    }

    [Fact]
    public void What_the_board_draws_between_launches_is_no_noise_of_the_inferences()
    {
        // Three launches; the board idles for a quarter of a second before the second and the third.
        Func<double, double> launches = t => t is (> 3.25 and < 3.5) or (> 4.25 and < 4.5) ? 2 : Load(2, 5)(t);
        var run = Run(launches.Noisy(0.001)) with { Running = [Window(2.51, 3.24), Window(3.51, 4.24), Window(4.51, 5.49)] };

        var figure = Assert.IsType<Figure>(EnergyReckoning.Of(run));

        Assert.Equal(5, figure.RunningWatts, 1e-2);
        Assert.InRange(figure.Uncertainty / figure.Joules, 1e-5, 1e-3);
    }

    [Fact]
    public void The_true_value_lies_within_the_uncertainty_nineteen_times_in_twenty()
    {
        var covered = Enumerable.Range(0, 500).Count(seed =>
        {
            var figure = Measured(Load(2, 2.5).Noisy(0.2, memory: 0.8, seed));
            return Math.Abs(figure.Joules - 0.5 * 3 / 1000) <= figure.Uncertainty;
        });

        Assert.InRange(covered, 450, 500);
    }

    [Fact]
    public void An_idle_baseline_that_drifted_widens_the_uncertainty()
    {
        var steady = Measured(Load(2, 5).Noisy(0.001));
        var drifted = Measured(t => Load(2, 5).Noisy(0.001)(t) + (t > 6 ? 0.6 : 0));

        Assert.Equal(0.6, drifted.IdleDriftWatts, 1e-2);
        Assert.Equal(2.3, drifted.IdleWatts, 1e-2);
        Assert.InRange(drifted.Uncertainty, 0.9 * 0.3 / Math.Sqrt(3) * 2 * 3 / 1000, 1.1 * 0.3 / Math.Sqrt(3) * 2 * 3 / 1000);
        Assert.True(drifted.Uncertainty > 10 * steady.Uncertainty);
    }

    [Fact]
    public void The_meters_stated_accuracy_counts_and_what_is_not_stated_does_not()
    {
        var stated = Measured(Load(2, 5).Noisy(0.001), Meter with { Accuracy = 0.05 });

        Assert.InRange(stated.Uncertainty / stated.Joules, 0.057, 0.059);
        Assert.True(Measured(Load(2, 5).Noisy(0.001)).Uncertainty / stated.Joules < 0.01);
    }

    [Fact]
    public void The_calibration_factor_scales_everything_in_watts_and_joules()
    {
        var plain = Measured(Load(2, 5).Noisy(0.01));
        var scaled = Measured(Load(2, 5).Noisy(0.01), Meter with { Factor = 1.25 });

        Assert.Equal(1.25 * plain.Joules, scaled.Joules, 12);
        Assert.Equal(1.25 * plain.Uncertainty, scaled.Uncertainty, 12);
        Assert.Equal(1.25 * plain.IdleWatts, scaled.IdleWatts, 12);
        Assert.Equal(1.25 * plain.RunningWatts, scaled.RunningWatts, 12);
    }

    [Fact]
    public void Fewer_than_twenty_samples_are_insufficient_and_say_how_many_there_were()
    {
        var missing = Refused(Load(2, 5), every: 0.25);

        Assert.Equal("insufficient: 9 samples in the idle window before the run of 2.0 s, 20 are needed", missing.Reason);
        Assert.Equal(13, missing.Samples);
    }

    [Fact]
    public void A_window_that_was_not_watched_to_its_end_is_insufficient()
    {
        var run = Run(Load(2, 5).Noisy(0.01));

        var missing = Assert.IsType<Missing>(EnergyReckoning.Of(run with { After = Window(7, 9) }));
        Assert.Equal("insufficient: the meter was not read throughout the idle window after the run", missing.Reason);
    }

    [Fact]
    public void A_hole_in_the_samples_is_insufficient()
    {
        double[] seconds = [.. Enumerable.Range(0, 801).Select(i => i * 0.01).Where(t => t is < 3 or > 4.2)];
        var holed = new PowerTrace(MeterQuantity.Watts, [.. seconds.Select(At)], [.. seconds.Select(Load(2, 5).Noisy(0.01))]);

        var missing = Assert.IsType<Missing>(EnergyReckoning.Of(Run(Load(2, 5)) with { Trace = holed }));
        Assert.StartsWith("insufficient: no sample for 1.2 s in the measured window of 3.0 s", missing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sensor_that_reads_zero_is_refused() =>
        Assert.StartsWith("it reads zero", Refused(_ => 0).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_sensor_wired_the_other_way_round_is_refused() =>
        Assert.Equal("it reads negative power (-5 W): the shunt is wired the other way round, or the rail feeds back", Refused(t => -Load(2, 5)(t)).Reason);

    [Fact]
    public void A_sensor_that_never_changes_is_stuck() =>
        Assert.Equal("it is stuck: its reading never changed, neither idle nor under load, for 8 s", Refused(_ => 2.5).Reason);

    [Fact]
    public void A_sensor_that_stops_changing_is_stuck()
    {
        var alive = Load(2, 5).Noisy(0.01);

        Assert.Equal("it is stuck: its reading did not change for 5.4 s (limit 5 s)", Refused(t => t < 2.6 ? alive(t) : 4.9).Reason);
    }

    [Fact]
    public void A_coarse_slow_meter_may_repeat_itself() =>
        Assert.Null(Plausibility.Fault(Trace(t => t < 6 ? 2 : 3, 12, every: 0.5), [Window(0, 12)], TimeSpan.FromSeconds(0.5)));

    [Fact]
    public void A_load_that_the_meter_does_not_see_gives_no_figure() =>
        Assert.StartsWith("the board drew no more while it ran the model (1.9", Refused(Load(2, 1.9).Noisy(0.001)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_load_within_the_noise_keeps_its_figure_and_an_uncertainty_greater_than_it()
    {
        var figure = Measured(Load(2, 2.01).Noisy(0.3, memory: 0.9, seed: 4));

        Assert.True(figure.Uncertainty > figure.Joules);
    }

    private static Figure Measured(Func<double, double> watts, MeterDescription? meter = null) =>
        Assert.IsType<Figure>(EnergyReckoning.Of(Run(watts, meter: meter)));

    private static Missing Refused(Func<double, double> watts, double every = 0.01) =>
        Assert.IsType<Missing>(EnergyReckoning.Of(Run(watts, every)));
}
