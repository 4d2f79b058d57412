using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Instruments;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

public sealed class ScpiMeterTests
{
    private static readonly MeterDescription Described =
        new("bench", EnergyTier.External, MeterQuantity.Watts, TimeSpan.FromMilliseconds(10), "a simulated board");

    [Theory]
    [InlineData("2.5130E+00")]
    [InlineData("+2.513")]
    [InlineData("2.513W")]
    public void Power_is_asked_for_and_the_instruments_name_kept(string answer)
    {
        using var instrument = new SimulatedScpi(query => query == "MEAS:POW?" ? answer : null);
        using var meter = Open(instrument);

        Assert.Equal(2.513, meter.Read(), 9);
        Assert.Equal(SimulatedScpi.Identity, meter.Description.Instrument);
    }

    [Fact]
    public void An_instrument_that_does_not_know_power_is_asked_for_current_and_voltage()
    {
        using var instrument = new SimulatedScpi(query => query switch { "MEAS:CURR?" => "0.5", "MEAS:VOLT?" => "5.1", _ => null });
        using var meter = Open(instrument);

        Assert.Equal(2.55, meter.Read(), 9);
        Assert.Equal(0, instrument.Errors);
    }

    [Fact]
    public void Queries_of_a_manual_take_the_place_of_the_usual_ones()
    {
        using var instrument = new SimulatedScpi(query => query == "FETC:POW? (@2)" ? "7" : null);
        using var meter = Open(instrument, new(Power: "FETC:POW? (@2)"));

        Assert.Equal(7, meter.Read());
    }

    [Fact]
    public void An_instrument_that_knows_neither_is_refused_with_its_name()
    {
        using var instrument = new SimulatedScpi(_ => null);

        var refusal = Assert.Throws<MeterException>(() => Open(instrument));
        Assert.Equal($"{SimulatedScpi.Identity} answers neither MEAS:POW? nor MEAS:CURR? and MEAS:VOLT? with a number", refusal.Message);
        Assert.NotEqual("", refusal.Remedy);
    }

    [Theory]
    [InlineData("9.91E37")]
    [InlineData("-9.9E+37")]
    [InlineData("OVLD")]
    public void An_overload_is_no_reading(string answer)
    {
        var answers = new Queue<string>(["2", answer]);
        using var instrument = new SimulatedScpi(_ => answers.Dequeue());
        using var meter = Open(instrument);

        Assert.Equal($"it answered MEAS:POW? with `{answer}`", Assert.Throws<MeterException>(() => meter.Read()).Message);
    }

    [Fact]
    public void An_instrument_that_stops_answering_is_given_up_within_seconds()
    {
        var answers = new Queue<string?>(["2", null]);
        using var instrument = new SimulatedScpi(_ => answers.Dequeue());
        using var meter = Open(instrument);
        var waited = Stopwatch.StartNew();

        Assert.Equal("it answered MEAS:POW? with `` within 2 s", Assert.Throws<MeterException>(() => meter.Read()).Message);
        Assert.InRange(waited.Elapsed.TotalSeconds, 1.9, 10);
    }

    [Fact]
    public void An_instrument_that_hangs_up_is_gone()
    {
        using var instrument = new SimulatedScpi(_ => "2");
        using var meter = Open(instrument);
        instrument.HangUp();

        Assert.Matches("closed the connection|is gone", Assert.Throws<MeterException>(() => meter.Read()).Message);
    }

    [Fact]
    public void An_address_where_nobody_listens_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        Assert.StartsWith($"127.0.0.1:{port} cannot be reached", Assert.Throws<MeterException>(() => new TcpLink("127.0.0.1", port)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_again_and_again_allocates_nothing()
    {
        using var instrument = new SimulatedScpi(_ => "2.5");
        using var meter = Open(instrument);
        meter.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            meter.Read();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ScpiMeter Open(SimulatedScpi instrument, ScpiCommands? commands = null) =>
        new(Described, new TcpLink("127.0.0.1", instrument.Port), commands ?? new());
}
