using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Tests.Conditions;

public sealed class LinuxConditionsTests
{
    [Fact]
    public void A_single_board_computer_tells_clock_governor_temperature_limit_and_flags()
    {
        using var pi = MadeUpSystem.RaspberryPi();

        var seen = new LinuxConditions(pi.Files).Read();

        Assert.Equal(1800, seen.ClockMhz);
        Assert.Equal("ondemand", seen.Governor);
        Assert.Equal(48.686, seen.TemperatureC);
        Assert.Equal(80, seen.TemperatureLimitC);
        // Bits 16 and 18 are history since boot: nothing holds now.
        Assert.Empty(seen.Throttle!.Active);
        Assert.Equal(TimeSpan.FromSeconds(15.15), seen.ProcessorTime!.Everyone);
        Assert.True(seen.ProcessorTime.Own > TimeSpan.Zero);
    }

    [Fact]
    public void Firmware_bits_that_hold_now_are_named()
    {
        using var pi = MadeUpSystem.RaspberryPi().With("sys/devices/platform/soc/soc:firmware/get_throttled", "0x50005\n");

        Assert.Equal(["under-voltage", "throttled"], new LinuxConditions(pi.Files).Read().Throttle!.Active);
    }

    [Fact]
    public void A_server_without_cpufreq_tells_the_clock_in_cpuinfo_and_temperature_by_its_processor_chip()
    {
        using var server = MadeUpSystem.Server();

        var seen = new LinuxConditions(server.Files).Read();

        Assert.Equal(2900.5, seen.ClockMhz);
        Assert.Null(seen.Governor);
        Assert.Equal(53, seen.TemperatureC);
        Assert.Null(seen.TemperatureLimitC);
        Assert.Equal(7, seen.Throttle!.Events);
        Assert.Empty(seen.Throttle.Active);
        Assert.Null(seen.ProcessorTime);
    }

    [Fact]
    public void A_cooling_device_that_slows_the_processor_is_a_flag_and_a_fan_is_none()
    {
        using var server = MadeUpSystem.Server().With("sys/class/thermal/cooling_device0/cur_state", "2\n");

        Assert.Equal(["cooling Processor"], new LinuxConditions(server.Files).Read().Throttle!.Active);
    }

    [Fact]
    public void A_system_that_tells_nothing_is_null_throughout()
    {
        using var empty = new MadeUpSystem();

        Assert.Equal(new BoardConditions(null, null, null, null, null, null), new LinuxConditions(empty.Files).Read());
    }

    [Theory]
    [InlineData("sys/class/thermal/thermal_zone0/temp", "broken")]
    [InlineData("sys/devices/platform/soc/soc:firmware/get_throttled", "no number")]
    [InlineData("proc/stat", "intr 1 2 3")]
    public void A_file_that_makes_no_sense_is_as_good_as_absent(string path, string text)
    {
        using var pi = MadeUpSystem.RaspberryPi().With(path, text);

        var seen = new LinuxConditions(pi.Files).Read();

        Assert.Contains(null, new object?[] { seen.TemperatureC, seen.Throttle, seen.ProcessorTime });
    }
}
