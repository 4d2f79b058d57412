namespace DeepIoT.Compression.Data.Formats;

/// <summary>The checksum of gzip (RFC 1952 §8) and ZIP; the platform's readers of both skip it.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    private uint _register = uint.MaxValue;

    public uint Value => ~_register;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var register = _register;
        foreach (var b in bytes)
            register = Table[(byte)(register ^ b)] ^ (register >> 8);
        _register = register;
    }

    private static uint Entry(int index)
    {
        var c = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    }
}
