using System.Globalization;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Instruments;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using DeepIoT.DeviceProfiler.Tests.Energy.Instruments;
using Xunit.Abstractions;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sampling;

/// <summary>Simulated instruments on real sockets and pseudo-terminals, sampled as in a job, against the energy that is known.</summary>
public sealed class SampledInstrumentTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("constant")]
    [InlineData("ramp")]
    [InlineData("square")]
    public void A_supply_that_speaks_scpi_over_tcp(string shape) => Check(shape, "scpi over tcp", now =>
    {
        var instrument = new SimulatedScpi(query => query == "MEAS:POW?" ? Text(Waveform.Watts(shape)(now())) : null);
        return (Scpi(new TcpLink("127.0.0.1", instrument.Port)), instrument);
    });

    [Theory]
    [InlineData("ramp")]
    [InlineData("square")]
    public void A_supply_that_speaks_scpi_over_a_serial_line_and_knows_no_power(string shape) => Check(shape, "scpi over serial", now =>
    {
        var terminal = new PseudoTerminal();
        var instrument = new SimulatedScpi(
            query => query switch { "MEAS:CURR?" => Text(Waveform.Watts(shape)(now()) / 5), "MEAS:VOLT?" => "5.0", _ => null }, terminal.Stream);
        return (Scpi(new SerialLink(terminal.Device, 115200)), new Ends(instrument, terminal));
    });

    [Theory]
    [InlineData("constant")]
    [InlineData("ramp")]
    [InlineData("square")]
    public void A_meter_that_sends_lines(string shape) => Check(shape, "lines of watts", now => Lines(
        MeterQuantity.Watts, new(',', new(1, null, 1e-3), new(2, null, 1e-3)), () => $"5000,{Text(Waveform.Watts(shape)(now()) / 5 * 1e3)}"));

    [Theory]
    [InlineData("ramp")]
    [InlineData("square")]
    public void A_meter_that_sends_a_count_of_joules(string shape) => Check(shape, "lines of joules", now => Lines(
        MeterQuantity.Joules, new(' ', new(2, null, 1e-3), null), () => $"E {Text(Waveform.JoulesUntil(shape, now()) * 1e3)} mJ"));

    private void Check(string shape, string name, Func<Func<double>, (IEnergyMeter Meter, IDisposable Other)> open) => KnownEnergy.Check(output, () =>
    {
        var start = MonotonicClock.Now;
        var (meter, other) = open(() => (MonotonicClock.Now - start) / 1e9);
        using (other)
        using (meter)
        {
            // Opening takes its time; the waveform has begun meanwhile.
            var from = MonotonicClock.Now;
            var sampled = KnownEnergy.Sample(meter);
            var window = KnownEnergy.Window(from);
            var joules = Waveform.JoulesUntil(shape, (window.To - start) / 1e9) - Waveform.JoulesUntil(shape, (window.From - start) / 1e9);
            return (name, sampled, window, joules, 0);
        }
    });

    private static ScpiMeter Scpi(IByteLink link) => new(Described(MeterQuantity.Watts), link, new());

    private static (IEnergyMeter, IDisposable) Lines(MeterQuantity quantity, LineFormat format, Func<string> line)
    {
        var terminal = new PseudoTerminal();
        var sending = new SimulatedLines(terminal, _ => line() + "\n");
        return (new LineMeter(Described(quantity), new SerialLink(terminal.Device, 115200), format), new Ends(sending, terminal));
    }

    private static MeterDescription Described(MeterQuantity quantity) =>
        new("simulated", EnergyTier.External, quantity, TimeSpan.FromMilliseconds(10), "a simulated board");

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class Ends(params IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all)
                one.Dispose();
        }
    }
}
