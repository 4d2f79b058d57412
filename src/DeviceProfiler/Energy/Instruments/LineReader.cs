using System.Diagnostics;

namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>Cuts what an instrument sends into lines, in memory of its own.</summary>
internal sealed class LineReader(IByteLink link)
{
    private readonly byte[] _buffer = new byte[1024];
    private int _start;
    private int _end;

    /// <summary>The next line that is not empty, without its end, valid until the next call.</summary>
    /// <param name="limit">How long to wait for it.</param>
    /// <returns>Empty when none came in time.</returns>
    /// <exception cref="MeterException">The other side is gone, or sends no lines.</exception>
    public ReadOnlySpan<byte> Next(TimeSpan limit)
    {
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOfAny((byte)'\n', (byte)'\r');
            if (length >= 0)
            {
                var line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                if (!line.IsEmpty)
                    return line;
            }
            else if (!Fill(limit - Stopwatch.GetElapsedTime(asked)))
            {
                return [];
            }
        }
    }

    private bool Fill(TimeSpan limit)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            throw new MeterException($"it sent {_buffer.Length} bytes without a line's end", "see that its baud rate and protocol are right");
        if (limit <= TimeSpan.Zero)
            return false;
        _end += link.Read(_buffer.AsSpan(_end), limit);
        return true;
    }
}
