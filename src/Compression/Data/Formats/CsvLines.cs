namespace DeepIoT.Compression.Data.Formats;

/// <summary>Cuts a byte stream into lines without their ends (LF or CR LF) and without a UTF-8 mark at the start.</summary>
internal sealed class CsvLines(Stream content, string field)
{
    private const int MostLineBytes = 1 << 24;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Number, from 1, of the line last read.</summary>
    public int Number { get; private set; }

    /// <param name="line">Valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0 || (_atEnd && _start < _end))
            {
                var length = newline >= 0 ? searched + newline : _end - _start;
                line = Trim(_buffer.AsSpan(_start, length));
                _start = Math.Min(_start + length + 1, _end);
                return true;
            }
            if (_atEnd)
            {
                line = default;
                return false;
            }
            searched = _end - _start;
            Fill();
        }
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (++Number == 1 && line is [0xEF, 0xBB, 0xBF, ..])
            line = line[3..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Fill()
    {
        var kept = _buffer.AsSpan(_start, _end - _start);
        if (kept.Length == _buffer.Length)
        {
            if (_buffer.Length >= MostLineBytes)
                throw new RejectedException(field, $"line {Number + 1} is longer than {MostLineBytes} bytes", "Give a text file with one sample in a line");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            kept.CopyTo(_buffer);
        }
        (_start, _end) = (0, kept.Length);
        var read = content.Read(_buffer.AsSpan(_end));
        _end += read;
        _atEnd = read == 0;
    }
}
