using System.Globalization;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Instruments;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.DeviceProfiler.Tests.Energy.Instruments;
using DeepIoT.DeviceProfiler.Tests.Energy.Sensors;
using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Tests.Worker;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Tests.Energy;

/// <summary>Real workers on a simulated board, which draws 2 W idle and 3 W while a worker lives.</summary>
[Collection(WorkersInTurn.Name)]
public sealed class MeteredWorkerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly MadeUpSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Joules_of_an_inference_are_power_above_idle_times_its_time()
    {
        var source = Sensor(_system.WithIna219());
        using var live = Load();

        var measurement = await UndisturbedAsync(source with { Meter = source.Meter with { Accuracy = 0.01, Factor = 1.5 } });

        var metering = measurement.Metering;
        Assert.Equal("", metering.Reason);
        Assert.Equal(("hwmon:ina219/power1", "on-board"), (metering.Meter, measurement.EnergyTier));
        // One watt above idle, read by a meter that is to be multiplied.
        var expected = 1.5 * measurement.ReadingsMs.Average() / 1000;
        Assert.InRange(measurement.Joules, 0.98 * expected, 1.02 * expected);
        Assert.InRange(metering.UncertaintyJoules / expected, 0.01 * 2 / 1.74, 0.1);
        Assert.InRange(metering.IdleWatts, 1.5 * 1.99, 1.5 * 2.02);
        Assert.InRange(metering.RunningWatts, 1.5 * 2.98, 1.5 * 3.02);
        // How many there are depends on how busy this machine is; with fewer than twenty there would be no joules.
        Assert.InRange(metering.Samples, 20, 4000);
        Assert.InRange(metering.SamplingOverhead, 1e-6, 0.2);
        Assert.Equal((1.5, 0.01), (metering.CalibrationFactor, metering.Accuracy));
        Assert.True(measurement.ReadingsMs.Sum() * measurement.RunsPerReading >= 1000, "the stage was too short for its meter");
    }

    [Fact]
    public async Task A_sensor_that_vanishes_in_the_middle_costs_the_joules_and_not_the_latency()
    {
        var source = Sensor(_system.WithIna219());
        var live = Load();
        var measuring = MeasureAsync(source);
        await RunningWorkers.AppearsAsync();
        live.Dispose();
        File.Delete(Path.Combine(_system.Root, "sys/class/hwmon/hwmon1/power1_input"));

        AssertNoJoules(await measuring, "power1_input is gone");
    }

    [Fact]
    public async Task A_sensor_that_is_stuck_is_refused_by_name()
    {
        var measurement = await MeasureAsync(Sensor(_system.WithIna219()));

        AssertNoJoules(measurement, "it is stuck: its reading never changed, neither idle nor under load");
        Assert.Equal("hwmon:ina219/power1", measurement.Metering.Meter);
        Assert.True(measurement.Metering.Samples >= 20);
    }

    [Fact]
    public async Task An_instrument_that_stops_answering_costs_the_joules_and_not_the_latency()
    {
        var silent = false;
        using var instrument = new SimulatedScpi(_ => silent ? null : "2.5");
        var measuring = MeasureAsync(new(
            new("bench", EnergyTier.External, MeterQuantity.Watts, TimeSpan.FromMilliseconds(20), "a simulated board"),
            meter => new ScpiMeter(meter, new TcpLink("127.0.0.1", instrument.Port), new())));
        await RunningWorkers.AppearsAsync();
        silent = true;

        var measurement = await measuring;
        AssertNoJoules(measurement, "it answered MEAS:POW? with `` within 2 s");
        Assert.Equal(SimulatedScpi.Identity, measurement.Metering.Instrument);
    }

    [Fact]
    public async Task An_instrument_that_is_switched_off_costs_the_joules_and_not_the_latency()
    {
        var off = new MeterSource(SimulatedMeter, _ => throw new MeterException("bench:5025 cannot be reached"));

        AssertNoJoules(await MeasureAsync(off), "bench:5025 cannot be reached");
    }

    [Fact]
    public async Task A_meter_too_slow_for_the_limit_is_not_waited_for()
    {
        var slow = new MeterSource(SimulatedMeter with { Interval = TimeSpan.FromSeconds(1) }, _ => throw new InvalidOperationException("nobody was to open it"));

        AssertNoJoules(await MeasureAsync(slow), "insufficient: the meter gives 4 samples in the measuring limit of 4 s, 20 are needed");
    }

    [Fact]
    public async Task Without_a_meter_the_reason_stands_where_the_joules_would()
    {
        var measurement = (await new MeteredWorker(Worker, MeterChoice.Off, TimeProvider.System).RunAsync(Job(), Long, default)).Measurement;

        AssertNoJoules(measurement, "metering is switched off");
        Assert.Equal("", measurement.Metering.Meter);
        Assert.False(measurement.Metering.HasCalibrationFactor);
    }

    [Fact]
    public async Task A_job_cancelled_while_the_board_is_watched_idle_ends_at_once()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var metered = new MeteredWorker(Worker, new(Sensor(_system.WithIna219())), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => metered.RunAsync(Job(), Long, cancel.Token));
        Assert.Empty(RunningWorkers.Now());
    }

    private static MeterDescription SimulatedMeter => new("simulated", EnergyTier.External, MeterQuantity.Watts, TimeSpan.FromMilliseconds(10), "nothing");

    private static Launcher Worker => new(new(WorkerCommand.OfThisProgram(), TimeProvider.System), TimeProvider.System);

    private static MeterSource Sensor(MadeUpSystem system) => SensorSearch.Find(system.Files)[0].Source;

    private static void AssertNoJoules(Measurement measurement, string reason)
    {
        Assert.True(measurement.MedianMs > 0);
        Assert.False(measurement.HasJoules || measurement.Metering.HasUncertaintyJoules);
        Assert.Equal("none", measurement.EnergyTier);
        Assert.Contains(reason, measurement.Metering.Reason, StringComparison.Ordinal);
    }

    private async Task<Measurement> MeasureAsync(MeterSource source) =>
        (await new MeteredWorker(Worker, new(source), TimeProvider.System).RunAsync(Job(), Long, default)).Measurement;

    /// <summary>Again, where other tests beside it disturbed so many launches that too few of them count.</summary>
    private async Task<Measurement> UndisturbedAsync(MeterSource source)
    {
        const int Tries = 6;
        var measurement = await MeasureAsync(source);
        for (var tried = 1; tried < Tries && measurement.Launches.Count(launch => launch.Counts) < Launches.Enough; tried++)
            measurement = await MeasureAsync(source);
        return measurement;
    }

    /// <summary>
    /// Shows the board's power, with a little noise, and looks for workers in the meantime; seldom enough not to be itself the
    /// other load that makes launches not count.
    /// </summary>
    private LiveFiles Load()
    {
        var (watts, looked) = (2.0, 0.0);
        return new(_system, TimeSpan.FromMilliseconds(10), ("sys/class/hwmon/hwmon1/power1_input", Microwatts));

        string Microwatts(double seconds)
        {
            if (seconds > looked + 0.1)
                (watts, looked) = (RunningWorkers.Now().Length > 0 ? 3 : 2, seconds);
            return Math.Round(watts * 1e6 + 2000 * Math.Sin(1000 * seconds)).ToString(CultureInfo.InvariantCulture);
        }
    }

    private WorkerJob Job() => new()
    {
        ModelPath = TestModels.Dense().Save(_system.Root),
        Board = new() { Name = "board", BoardClass = "class", Threads = 1 },
        Protocol = new MeasuringProtocol { TimeLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(4)) },
        SystemRoot = "/",
    };
}
