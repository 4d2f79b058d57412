using System.Globalization;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.DeviceProfiler.Tests.Energy.Sensors;
using Xunit.Abstractions;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sampling;

/// <summary>Sensors of simulated boards, rewritten live and sampled as in a job, against the energy that is known.</summary>
public sealed class SampledSensorTests(ITestOutputHelper output) : IDisposable
{
    private readonly MadeUpSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Theory]
    [InlineData("constant")]
    [InlineData("ramp")]
    [InlineData("square")]
    public void A_power_sensor(string shape)
    {
        var watts = Waveform.Watts(shape);
        Check(_system.WithIna219(), "hwmon:ina219/power1", watts, ("sys/class/hwmon/hwmon1/power1_input", t => Whole(watts(t) * 1e6)));
    }

    [Theory]
    [InlineData("ramp")]
    [InlineData("square")]
    public void Current_times_voltage(string shape)
    {
        var watts = Waveform.Watts(shape);
        Check(_system.WithOrinRails(), "hwmon:ina3221/VDD_IN", watts,
            ("sys/class/hwmon/hwmon2/curr1_input", t => Whole(watts(t) / 4.9 * 1e3)), ("sys/class/hwmon/hwmon2/in1_input", _ => "4900"));
    }

    [Theory]
    [InlineData("ramp")]
    [InlineData("square")]
    public void An_industrial_channel(string shape)
    {
        var watts = Waveform.Watts(shape);
        Check(_system.WithIioIna226(), "iio:ina226/power2", watts, ("sys/bus/iio/devices/iio:device0/in_power2_raw", t => Whole(watts(t) / 12.5e-3)));
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("ramp")]
    [InlineData("square")]
    public void A_counter_that_wraps_around_on_the_way(string shape)
    {
        const double Range = 5e6;
        var watts = Waveform.Watts(shape);
        Check(_system.WithRapl((long)Range), "powercap:package-0", watts, ("sys/class/powercap/intel-rapl:0/energy_uj", t => Whole((4e6 + Waveform.JoulesUntil(shape, t) * 1e6) % Range)));
    }

    [Fact]
    public void A_sensor_that_vanishes_ends_the_sampling_with_the_reason()
    {
        _system.WithIna219();
        using var meter = SensorSearch.Find(_system.Files)[0].Source.Open();
        using var sampler = new Sampler(meter, TimeSpan.FromSeconds(10));
        Thread.Sleep(200);
        Assert.Null(sampler.Fault);
        File.Delete(Path.Combine(_system.Root, "sys/class/hwmon/hwmon1/power1_input"));
        Thread.Sleep(200);

        var sampled = sampler.Stop();
        Assert.EndsWith("power1_input is gone", sampled.Fault, StringComparison.Ordinal);
        Assert.NotNull(sampled.Trace);
    }

    private void Check(MadeUpSystem system, string name, Func<double, double> watts, params (string Path, Func<double, string> Text)[] files) => KnownEnergy.Check(output, () =>
    {
        using var live = new LiveFiles(system, files);
        using var meter = SensorSearch.Find(system.Files).Single(sensor => sensor.Meter.Name == name).Source.Open();
        var sampled = KnownEnergy.Sample(meter);
        live.Stop();
        var window = KnownEnergy.Window(live.Start);
        var shown = live.Shown(window);
        return (name, sampled, window, shown.Sum(shown => watts(shown.Seconds) * shown.Window.Seconds), shown.Max(shown => shown.Window.Seconds));
    });

    private static string Whole(double value) => Math.Round(value).ToString(CultureInfo.InvariantCulture);
}
