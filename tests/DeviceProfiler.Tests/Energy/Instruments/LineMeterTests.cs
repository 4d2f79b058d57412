using System.Text;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Instruments;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

/// <summary>Meters that send lines, on a real pseudo-terminal.</summary>
public sealed class LineMeterTests : IDisposable
{
    private static readonly LineFormat VoltsAndAmps = new(',', new(1, null, 1e-3), new(2, null, 1e-3));

    private readonly PseudoTerminal _terminal = new();
    private volatile bool _silent;

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Volts_times_amps_of_a_line_are_watts()
    {
        using var sending = Send(_ => "5012,498");
        using var meter = Open(VoltsAndAmps);

        Assert.Equal(5.012 * 0.498, meter.Read(), 9);
        Assert.True(meter.Description.IsPaced);
    }

    [Fact]
    public void Half_a_line_and_lines_of_another_kind_are_passed_over()
    {
        using var sending = Send(line => line == 0 ? "2,498" : line % 3 == 0 ? "# status ok" : "5000,500");
        using var meter = Open(VoltsAndAmps);

        for (var i = 0; i < 10; i++)
            Assert.Equal(2.5, meter.Read(), 9);
    }

    [Fact]
    public void A_start_command_is_sent_before_anything_is_expected()
    {
        _silent = true;
        using var sending = Send(_ => "5000,500");
        var heard = new byte[6];
        var listening = Task.Run(() =>
        {
            _terminal.Stream.ReadExactly(heard);
            _silent = false;
        });
        using var meter = Open(VoltsAndAmps with { Start = "start\n" });

        Assert.Equal("start\n", Encoding.ASCII.GetString(heard));
        Assert.Equal(2.5, meter.Read(), 9);
        Assert.True(listening.IsCompleted);
    }

    [Fact]
    public void Joules_count_from_the_first_line_on()
    {
        using var sending = Send(line => $"E {100 + line}");
        using var meter = Open(new(' ', new(2, null, 1e-3), null), MeterQuantity.Joules);
        var first = meter.Read();

        Assert.Equal(0.003, meter.Read() + meter.Read() - 2 * first, 9);
    }

    [Fact]
    public void A_count_that_falls_was_reset()
    {
        using var sending = Send(line => $"{(line < 3 ? 500 : 0)}");
        using var meter = Open(new(' ', new(1, null, 1), null), MeterQuantity.Joules);

        var fault = Assert.Throws<MeterException>(() => ReadOn(meter));
        Assert.Equal("its count fell from 500 J to 0 J: it was reset", fault.Message);
    }

    [Fact]
    public void A_meter_that_falls_silent_is_given_up()
    {
        using var sending = Send(_ => "5000,500");
        using var meter = Open(VoltsAndAmps);
        _silent = true;

        Assert.Equal("it sent nothing for 2 s", Assert.Throws<MeterException>(() => ReadOn(meter)).Message);
    }

    [Fact]
    public void A_meter_that_says_something_else_is_refused_with_its_words()
    {
        using var sending = Send(_ => "watt hours: none");

        Assert.Equal("it sent no line with its values for 2 s, but `watt hours: none`", Assert.Throws<MeterException>(() => Open(VoltsAndAmps)).Message);
    }

    [Fact]
    public void A_meter_whose_plug_is_pulled_is_gone()
    {
        var sending = Send(_ => "5000,500");
        using var meter = Open(VoltsAndAmps);
        sending.Dispose();
        _terminal.Dispose();

        Assert.Contains("is gone", Assert.Throws<MeterException>(() => ReadOn(meter)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_not_there_is_named_with_a_remedy()
    {
        var fault = Assert.Throws<MeterException>(() => new SerialLink("/dev/ttyUSB99", 9600));

        Assert.StartsWith("/dev/ttyUSB99 cannot be opened", fault.Message, StringComparison.Ordinal);
        Assert.Contains("dialout", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_terminal_is_refused() =>
        Assert.StartsWith("/dev/null is no serial device", Assert.Throws<MeterException>(() => new SerialLink("/dev/null", 9600)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_odd_baud_rate_is_refused() =>
        Assert.Equal($"{_terminal.Device} cannot be set to 12345 baud", Assert.Throws<MeterException>(() => new SerialLink(_terminal.Device, 12345)).Message);

    [Fact]
    public void Bytes_without_end_are_no_lines()
    {
        using var sending = Send(_ => new string('x', 3000), end: "");

        Assert.StartsWith("it sent 1024 bytes without a line's end", Assert.Throws<MeterException>(() => Open(VoltsAndAmps)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_lines_allocates_nothing()
    {
        using var sending = Send(_ => "5000,500");
        using var meter = Open(VoltsAndAmps);
        meter.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            meter.Read();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private LineMeter Open(LineFormat format, MeterQuantity quantity = MeterQuantity.Watts) => new(
        new("usb", EnergyTier.External, quantity, TimeSpan.FromMilliseconds(10), "a simulated board"), new SerialLink(_terminal.Device, 115200), format);

    private static void ReadOn(LineMeter meter)
    {
        while (true)
            meter.Read();
    }

    private SimulatedLines Send(Func<int, string> line, string end = "\r\n") => new(_terminal, number => _silent ? null : line(number) + end);
}
