using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>A meter that sends a line with its values by itself, again and again.</summary>
internal sealed class LineMeter : IEnergyMeter
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(2);

    private readonly IByteLink _link;
    private readonly LineReader _lines;
    private readonly LineFormat _format;
    private readonly TimeSpan _patience;
    private readonly char[] _line = new char[1024];
    private CounterUnwrap _count = new(Range: null);

    /// <summary>Takes the link over.</summary>
    /// <exception cref="MeterException">The meter sends nothing, or nothing that the format describes.</exception>
    public LineMeter(MeterDescription description, IByteLink link, LineFormat format)
    {
        (Description, _link, _lines, _format) = (description with { IsPaced = true }, link, new LineReader(link), format);
        _patience = TimeSpan.FromTicks(Math.Max(LeastPatience.Ticks, 5 * description.Interval.Ticks));
        try
        {
            if (format.Start.Length > 0)
                link.Write(Encoding.UTF8.GetBytes(format.Start));
            // Whoever opens in the midst of a line sees its end first.
            _lines.Next(_patience);
            Read();
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
        var asked = Stopwatch.GetTimestamp();
        var length = 0;
        while (Stopwatch.GetElapsedTime(asked) is var waited && waited < _patience)
        {
            var line = _lines.Next(_patience - waited);
            if (line.IsEmpty)
                continue;
            length = Encoding.Latin1.GetChars(line, _line);
            if (Value(_line.AsSpan(0, length)) is { } value && double.IsFinite(value))
                return Description.Quantity == MeterQuantity.Joules ? Counted(value) : value;
        }
        throw length == 0
            ? new MeterException($"it sent nothing for {_patience.TotalSeconds:0.#} s", "see that it is switched on, and that baud rate and `start` are right")
            : new MeterException($"it sent no line with its values for {_patience.TotalSeconds:0.#} s, but `{_line.AsSpan(0, length)}`", "compare fields, patterns and baud rate with what it sends");
    }

    public void Dispose() => _link.Dispose();

    private double? Value(ReadOnlySpan<char> line)
    {
        try
        {
            return _format.Read(line);
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw new MeterException($"the pattern `{slow.Pattern}` takes too long on `{line}`", "use a simpler one");
        }
    }

    private double Counted(double joules)
    {
        _count = _count.Next(joules) ?? throw new MeterException($"its count fell from {_count.Last} J to {joules} J: it was reset", "leave it alone while it measures");
        return _count.Total;
    }
}
