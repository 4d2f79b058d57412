using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Profiles;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.DeviceProfiler.Tests.Energy.Instruments;
using DeepIoT.DeviceProfiler.Tests.Energy.Sensors;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Profiles;

public sealed class MeterProfileTests : Scratch
{
    [Fact]
    public void A_supply_on_the_network()
    {
        using var instrument = new SimulatedScpi(query => query == "MEAS:POW?" ? "2.5" : null);
        var source = Source($"""
            name: bench
            protocol: scpi
            tcp: 127.0.0.1:{instrument.Port}
            interval: 50 ms
            accuracy: 0.5 %
            factor: 1.02
            measures: the 5 V input
            """);

        Assert.Equal(("bench", EnergyTier.External, TimeSpan.FromMilliseconds(50), 0.005, 1.02, "the 5 V input"),
            (source.Meter.Name, source.Meter.Tier, source.Meter.Interval, source.Meter.Accuracy, source.Meter.Factor, source.Meter.Measures));
        using var meter = source.Open();
        Assert.Equal(2.5, meter.Read());
        Assert.Equal(SimulatedScpi.Identity, meter.Description.Instrument);
    }

    [Fact]
    public void What_is_left_out_takes_its_default_and_accuracy_stays_unknown()
    {
        var source = Source("protocol: scpi\ntcp: bench:5025");

        Assert.Equal(("meter", 1.0, null, TimeSpan.FromMilliseconds(100)), (source.Meter.Name, source.Meter.Factor, source.Meter.Accuracy, source.Meter.Interval));
    }

    [Fact]
    public void A_usb_meter_with_fields()
    {
        using var terminal = new PseudoTerminal();
        using var sending = new SimulatedLines(terminal, _ => "12;5012;498\n");
        var source = Source($$"""
            protocol: lines
            device: {{terminal.Device}}
            baud: 115200
            separator: ";"
            volts: { field: 2, unit: mV }
            amps: { field: 3, unit: mA }
            """);

        using var meter = source.Open();
        Assert.Equal(5.012 * 0.498, meter.Read(), 9);
    }

    [Theory]
    [InlineData("watts: { pattern: 'P=[0-9.]+', unit: mW }", MeterQuantity.Watts)]
    [InlineData("joules: { field: 4, unit: mWh }", MeterQuantity.Joules)]
    public void What_a_line_tells_decides_what_the_readings_are(string value, MeterQuantity quantity) =>
        Assert.Equal(quantity, Source($"protocol: lines\ndevice: /dev/ttyUSB0\n{value}").Meter.Quantity);

    [Fact]
    public void A_sensor_of_the_board_is_calibrated_and_keeps_its_tier()
    {
        using var system = new MadeUpSystem().WithIna219();
        var source = Source("sensor: hwmon:ina219/power1\nfactor: 0.98\naccuracy: 2 %",
            name => SensorSearch.Find(system.Files).SingleOrDefault(sensor => sensor.Meter.Name == name)?.Source);

        Assert.Equal(("hwmon:ina219/power1", EnergyTier.OnBoard, 0.98, 0.02), (source.Meter.Name, source.Meter.Tier, source.Meter.Factor, source.Meter.Accuracy));
        using var meter = source.Open();
        Assert.Equal(2.513, meter.Read(), 9);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_line()
    {
        var problems = Problems("""
            protocol: lines
            tcp: 192.168.1.20
            device: /dev/ttyUSB0
            baud: fast
            interval: 100
            accuracy: half
            factor: -1
            colour: red
            volts: { field: 0, unit: mV }
            watts: { field: 1, pattern: 'x(', unit: kW }
            """);

        Assert.Equal(
            ["meter.yaml:6 accuracy", "meter.yaml:7 factor", "meter.yaml:5 interval", "meter.yaml:4 baud", "meter.yaml:2 tcp",
                "meter.yaml:9 volts.field", "meter.yaml:10 watts.pattern", "meter.yaml:10 watts.unit", "meter.yaml:10 watts.pattern", "meter.yaml watts", "meter.yaml:8 colour"],
            problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.True(problem.Reason.Length > 0 && problem.Remedy.Length > 0));
    }

    [Theory]
    [InlineData("", "device", "protocol")]
    [InlineData("protocol: modbus\ntcp: host:1", "protocol")]
    [InlineData("protocol: scpi\ntcp: host", "tcp")]
    [InlineData("protocol: scpi\ntcp: host:1\ninterval: 20 s", "interval")]
    [InlineData("protocol: lines\ndevice: /dev/x", "watts")]
    [InlineData("protocol: lines\ndevice: /dev/x\nvolts: { field: 1, unit: V }", "watts")]
    [InlineData("protocol: lines\ndevice: /dev/x\nseparator: ', '\nwatts: { field: 1, unit: W }", "separator")]
    [InlineData("sensor: hwmon:none/power1", "sensor")]
    [InlineData("sensor: hwmon:none/power1\ntcp: host:1", "sensor", "tcp")]
    public void A_profile_that_says_too_little_or_too_much_is_refused(string yaml, params string[] fields) =>
        Assert.Equal(fields, Problems(yaml).Select(problem => problem.Field.Split(' ')[1]));

    [Theory]
    [InlineData("- list", "meter.yaml:1")]
    [InlineData("watts: [1, 2]", "meter.yaml:1")]
    [InlineData("name: a\nname: b", "meter.yaml:2")]
    [InlineData("a: { b: { c: 1 } }", "meter.yaml:1")]
    [InlineData("name: &x a\nfactor: *x", "meter.yaml:2")]
    [InlineData("name: 'open", "meter.yaml:1")]
    public void What_is_no_plain_mapping_is_refused_at_its_line(string yaml, string place) =>
        Assert.Equal(place, Assert.Single(Problems(yaml)).Field);

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_as_well() =>
        Assert.Equal("none.yaml", Assert.Single(MeterProfile.Read(Path.Combine(Folder, "none.yaml"), _ => null).Problems).Field);

    private MeterSource Source(string yaml, Func<string, MeterSource?>? sensor = null)
    {
        var (source, problems) = Read(yaml, sensor);
        Assert.Empty(problems);
        return source!;
    }

    private IReadOnlyList<Protocol.V1.Problem> Problems(string yaml)
    {
        var (source, problems) = Read(yaml);
        Assert.Null(source);
        return problems;
    }

    private (MeterSource? Source, IReadOnlyList<Protocol.V1.Problem> Problems) Read(string yaml, Func<string, MeterSource?>? sensor = null)
    {
        var path = Path.Combine(Folder, "meter.yaml");
        File.WriteAllText(path, yaml);
        return MeterProfile.Read(path, sensor ?? (_ => null));
    }
}
