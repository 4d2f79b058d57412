using System.Globalization;
using System.Text;

namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>
/// An instrument that speaks SCPI (SCPI-1999): asked once who it is, then again and again for power, or for current
/// and voltage when it does not know power.
/// </summary>
internal sealed class ScpiMeter : IEnergyMeter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // SCPI-1999, 7.2.1.5: 9.9E37 stands for infinity and 9.91E37 for no number.
    private const double Infinity = 9.9e37;

    private readonly IByteLink _link;
    private readonly LineReader _lines;
    private readonly byte[][] _factors;

    /// <summary>Takes the link over.</summary>
    /// <exception cref="MeterException">No instrument answers, or it knows neither power nor current and voltage.</exception>
    public ScpiMeter(MeterDescription description, IByteLink link, ScpiCommands commands)
    {
        (_link, _lines) = (link, new LineReader(link));
        try
        {
            link.Write(Line("*CLS"));
            Description = description with { Instrument = Identify() };
            _factors = Choose(commands);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    public MeterDescription Description { get; }

    public double Read()
    {
        var product = 1.0;
        foreach (var query in _factors)
        {
            var answer = Ask(query);
            product *= Number(answer) ?? throw new MeterException($"it answered {Text(query)} with `{Text(answer)}`{(answer.IsEmpty ? $" within {Patience.TotalSeconds:0} s" : "")}");
        }
        return product;
    }

    public void Dispose() => _link.Dispose();

    private string Identify()
    {
        var answer = Ask(Line("*IDN?"));
        return answer.IsEmpty
            ? throw new MeterException($"it did not answer *IDN? within {Patience.TotalSeconds:0} s", "see that it speaks SCPI on this port, and that the baud rate is right")
            : Text(answer);
    }

    private byte[][] Choose(ScpiCommands commands)
    {
        if (commands.Power is { } power && Knows(Line(power)))
            return [Line(power)];
        byte[][] factors = [Line(commands.Current), Line(commands.Voltage)];
        return factors.All(Knows) ? factors : throw new MeterException(
            $"{Description.Instrument} answers neither {commands.Power} nor {commands.Current} and {commands.Voltage} with a number",
            "give the queries of its manual as `power`, or `current` and `voltage`");
    }

    private bool Knows(byte[] query)
    {
        if (Number(Ask(query)) is not null)
            return true;
        // What it does not know it leaves unanswered, and queues an error.
        _link.Write(Line("*CLS"));
        return false;
    }

    private ReadOnlySpan<byte> Ask(byte[] query)
    {
        _link.Write(query);
        return _lines.Next(Patience);
    }

    /// <summary>Some instruments append the unit.</summary>
    private static double? Number(ReadOnlySpan<byte> answer) =>
        double.TryParse(answer.TrimEnd(" WAVwav"u8), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < Infinity ? value : null;

    private static byte[] Line(string command) => Encoding.ASCII.GetBytes(command + "\n");

    private static string Text(ReadOnlySpan<byte> line) => Encoding.ASCII.GetString(line).Trim();
}
