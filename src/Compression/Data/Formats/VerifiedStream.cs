namespace DeepIoT.Compression.Data.Formats;

/// <summary>
/// Passes unpacked bytes on and, at their end, compares checksum and length with what the packed file promises:
/// a file cut short would otherwise just look shorter.
/// </summary>
internal sealed class VerifiedStream(Stream inner, uint crc, uint lengthModulo32) : Stream
{
    private readonly Crc32 _sum = new();
    private long _length;

    public override int Read(Span<byte> buffer)
    {
        var n = inner.Read(buffer);
        _sum.Append(buffer[..n]);
        _length += n;
        if (n == 0 && buffer.Length > 0 && (_sum.Value != crc || (uint)_length != lengthModulo32))
            throw new InvalidDataException("its checksum does not match its content");
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _length; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
