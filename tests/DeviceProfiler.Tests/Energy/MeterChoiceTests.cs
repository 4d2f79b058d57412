using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.DeviceProfiler.Tests.Energy.Sensors;

namespace DeepIoT.DeviceProfiler.Tests.Energy;

public sealed class MeterChoiceTests : IDisposable
{
    private readonly MadeUpSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void A_machine_without_sensors_has_no_meter_and_says_so()
    {
        var choice = MeterChoice.Of(wish: null, factor: null, _system.Files);

        Assert.Equal((null, EnergyTier.None, "this machine shows no power sensor that can be read"), (choice.Source, choice.Tier, choice.WhyNone));
    }

    [Fact]
    public void The_best_sensor_that_can_be_read_is_taken()
    {
        _system.WithIna219().WithRapl().WithBattery();
        Assert.Equal("hwmon:ina219/power1", Best());

        _system.With("sys/class/hwmon/hwmon1/power1_input", "0\n");
        Assert.Equal("powercap:package-0", Best());

        _system.With("sys/class/powercap/intel-rapl:0/energy_uj", "?\n");
        Assert.Equal("battery:BAT0", Best());
    }

    [Fact]
    public void Sensors_that_cannot_be_read_are_named_with_the_reason()
    {
        var choice = MeterChoice.Of(null, null, _system.WithBattery("Charging").Files);

        Assert.EndsWith("; battery:BAT0: the battery does not feed the board (status `Charging`)", choice.WhyNone, StringComparison.Ordinal);
    }

    [Fact]
    public void Metering_can_be_switched_off() =>
        Assert.Equal("metering is switched off", MeterChoice.Of("none", null, _system.WithIna219().Files).WhyNone);

    [Fact]
    public void A_sensor_is_taken_by_its_name_with_the_factor_given()
    {
        var choice = MeterChoice.Of("powercap:core", 1.1, _system.WithIna219().WithRapl().Files);

        Assert.Equal(("powercap:core", 1.1, EnergyTier.OnBoard), (choice.Source!.Meter.Name, choice.Source.Meter.Factor, choice.Tier));
    }

    [Theory]
    [InlineData("hwmon:ina226/power1", null, "meter", "this machine has no sensor `hwmon:ina226/power1`")]
    [InlineData("battery:BAT0", null, "meter", "battery:BAT0 cannot be used: the battery does not feed the board (status `Full`)")]
    [InlineData("none.yaml", null, "none.yaml", "cannot be read")]
    [InlineData(null, 1.1, "meter-factor", "a calibration factor belongs to one meter")]
    [InlineData("none", 1.1, "meter-factor", "a calibration factor belongs to one meter")]
    public void A_wish_that_cannot_be_met_is_refused(string? wish, double? factor, string field, string reason)
    {
        _system.WithBattery("Full");

        var problem = Assert.Single(Assert.Throws<BoardRefusedException>(() => MeterChoice.Of(wish, factor, _system.Files)).Problems);
        Assert.Equal(field, problem.Field);
        Assert.StartsWith(reason, problem.Reason, StringComparison.Ordinal);
        Assert.NotEqual("", problem.Remedy);
    }

    private string Best() => MeterChoice.Of(null, null, _system.Files).Source!.Meter.Name;
}
