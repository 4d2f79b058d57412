using System.Runtime.Versioning;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Tests.Conditions;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sensors;

public sealed class SensorSearchTests : IDisposable
{
    private readonly MadeUpSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void A_system_without_sensors_has_none() =>
        Assert.Empty(SensorSearch.Find(_system.Files));

    [Fact]
    public void A_power_monitor_is_read_in_microwatts_and_its_other_channels_are_no_sensors_of_their_own()
    {
        _system.WithIna219();

        Assert.Equal(2.513, Read("hwmon:ina219/power1"), 9);
        Assert.Single(SensorSearch.Find(_system.Files));
    }

    [Fact]
    public void Rails_with_labels_are_current_times_voltage_and_shunts_and_sums_are_left_out()
    {
        _system.WithOrinRails();

        Assert.Equal(["hwmon:ina3221/VDD_IN", "hwmon:ina3221/VDD_CPU_GPU_CV", "hwmon:ina3221/VDD_SOC"], Names());
        Assert.Equal(5, Read("hwmon:ina3221/VDD_IN"), 9);
        Assert.Equal(2.5, Read("hwmon:ina3221/VDD_CPU_GPU_CV"), 9);
    }

    [Fact]
    public void The_rail_that_feeds_the_board_comes_first_and_its_own_rate_is_kept()
    {
        var first = SensorSearch.Find(_system.WithIna219().WithOrinRails().WithRapl().WithBattery().Files)[0];

        Assert.Equal("hwmon:ina3221/VDD_IN", first.Meter.Name);
        Assert.Equal(TimeSpan.FromMilliseconds(7), first.Meter.Interval);
        Assert.Equal(EnergyTier.OnBoard, first.Meter.Tier);
    }

    [Fact]
    public void Two_parts_of_one_name_are_told_apart_by_their_place_on_the_bus()
    {
        _system.WithOrinRails("hwmon2", "VDD_GPU_SOC").WithOrinRails("hwmon3", "VDD_GPU_SOC");
        foreach (var (chip, device) in new[] { ("hwmon2", "1-0040"), ("hwmon3", "1-0041") })
        {
            Directory.CreateDirectory(Path.Combine(_system.Root, device));
            Directory.CreateSymbolicLink(Path.Combine(_system.Root, $"sys/class/hwmon/{chip}/device"), $"../../../../{device}");
        }

        Assert.Contains("hwmon:ina3221/VDD_GPU_SOC@1-0040", Names());
        Assert.Contains("hwmon:ina3221/VDD_GPU_SOC@1-0041", Names());
    }

    [Fact]
    public void An_average_is_read_as_often_as_it_is_made()
    {
        _system.With("sys/class/hwmon/hwmon0/name", "power_meter\n")
            .With("sys/class/hwmon/hwmon0/power1_average", "90000000\n")
            .With("sys/class/hwmon/hwmon0/power1_average_interval", "1000\n");

        Assert.Equal(90, Read("hwmon:power_meter/power1"), 9);
        Assert.Equal(TimeSpan.FromSeconds(1), SensorSearch.Find(_system.Files)[0].Meter.Interval);
    }

    [Fact]
    public void A_graphics_card_is_not_taken_for_the_board()
    {
        _system.With("sys/class/hwmon/hwmon0/name", "amdgpu\n").With("sys/class/hwmon/hwmon0/power1_input", "9000000\n");

        Assert.False(MeterSighting.Of(Assert.Single(SensorSearch.Find(_system.Files))).IsEligible);
    }

    [Fact]
    public void Industrial_channels_are_raw_plus_offset_times_scale()
    {
        _system.WithIioIna226().WithIioConverter();

        Assert.Equal(106 * 12.5e-3, Read("iio:ina226/power2"), 9);
        Assert.Equal((1100 - 100) * 5e-3 * 800 * 0.5e-3, Read("iio:converter/current0"), 9);
    }

    [Fact]
    public void Channels_that_are_processed_already_are_milliwatts()
    {
        _system.WithNanoRails();

        Assert.Equal(2.134, Read("iio:ina3221x/POM_5V_IN"), 9);
        Assert.Equal("iio:ina3221x/POM_5V_IN", Names()[0]);
    }

    [Fact]
    public void A_processors_counter_counts_from_its_first_reading_and_wraps_around()
    {
        _system.WithRapl(range: 2_000_000);
        using var meter = SensorSearch.Find(_system.Files)[0].Source.Open();

        Assert.Equal(("powercap:package-0", MeterQuantity.Joules), (meter.Description.Name, meter.Description.Quantity));
        Assert.Equal(0, meter.Read());
        _system.With("sys/class/powercap/intel-rapl:0/energy_uj", "1900000\n");
        Assert.Equal(0.9, meter.Read(), 9);
        _system.With("sys/class/powercap/intel-rapl:0/energy_uj", "300000\n");
        Assert.Equal(1.3, meter.Read(), 9);
    }

    [Fact]
    public void Parts_of_the_processor_are_only_taken_by_name()
    {
        var sightings = SensorSearch.Find(_system.WithRapl().Files).Select(MeterSighting.Of).ToArray();

        Assert.Equal([("powercap:package-0", true), ("powercap:core", false)], sightings.Select(s => (s.Meter.Name, s.IsEligible)));
    }

    [Fact]
    public void A_battery_that_feeds_the_device_is_read_whatever_the_sign_and_found_once()
    {
        _system.WithBattery();

        Assert.Equal(["battery:BAT0"], Names());
        Assert.Equal(7.8, Read("battery:BAT0"), 9);
        _system.With("sys/class/power_supply/BAT0/power_now", "8100000\n");
        Assert.Equal(8.1, Read("battery:BAT0"), 9);
    }

    [Theory]
    [InlineData("Charging")]
    [InlineData("Full")]
    [InlineData("Not charging")]
    public void A_battery_on_its_charger_is_refused(string status)
    {
        var problem = MeterSighting.Of(SensorSearch.Find(_system.WithBattery(status).Files)[0]).Problem;

        Assert.Equal($"the battery does not feed the board (status `{status}`)", problem?.Message);
        Assert.Equal("unplug the charger", problem?.Remedy);
    }

    [Theory]
    [InlineData("0\n", "it reads zero, and a board that runs draws power")]
    [InlineData("-2000\n", "it reads negative power")]
    [InlineData("broken\n", "holds `broken`, which is no number")]
    public void A_sensor_whose_first_reading_makes_no_sense_is_shown_with_the_reason(string text, string reason)
    {
        _system.WithIna219().With("sys/class/hwmon/hwmon1/power1_input", text);

        var sighting = MeterSighting.Of(SensorSearch.Find(_system.Files)[0]);
        Assert.EndsWith(reason, sighting.Problem?.Message, StringComparison.Ordinal);
        Assert.False(sighting.IsEligible);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_may_not_be_read_says_who_may()
    {
        Skip.If(Environment.IsPrivilegedProcess, "root may read everything");
        _system.WithRapl();
        File.SetUnixFileMode(Path.Combine(_system.Root, "sys/class/powercap/intel-rapl:0/energy_uj"), UnixFileMode.None);

        var problem = MeterSighting.Of(SensorSearch.Find(_system.Files)[0]).Problem;
        Assert.EndsWith("energy_uj may not be read by this user", problem?.Message, StringComparison.Ordinal);
        Assert.Contains("root", problem?.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sensor_that_is_taken_away_says_so()
    {
        using var meter = SensorSearch.Find(_system.WithIna219().Files)[0].Source.Open();
        meter.Read();
        File.Delete(Path.Combine(_system.Root, "sys/class/hwmon/hwmon1/power1_input"));

        Assert.EndsWith("power1_input is gone", Assert.Throws<MeterException>(() => meter.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_again_and_again_allocates_nothing()
    {
        using var meter = SensorSearch.Find(_system.WithOrinRails().Files)[0].Source.Open();
        meter.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            meter.Read();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private string[] Names() => [.. SensorSearch.Find(_system.Files).Select(sensor => sensor.Meter.Name)];

    private double Read(string name)
    {
        using var meter = SensorSearch.Find(_system.Files).Single(sensor => sensor.Meter.Name == name).Source.Open();
        return meter.Read();
    }
}
