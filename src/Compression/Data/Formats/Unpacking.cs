namespace DeepIoT.Compression.Data.Formats;

/// <summary>Keeps a small file from becoming more memory than there is.</summary>
internal static class Unpacking
{
    // Real data shrinks by less than this, however dull it is; deflate's most is 1032.
    private const int MostRatio = 100;

    // Up to here it does not matter.
    private const long HarmlessBytes = 256L << 20;

    /// <param name="reader">What is about to be read; its values become floats.</param>
    /// <param name="packedBytes">What it is read from.</param>
    /// <exception cref="RejectedException">It would be large out of all proportion; nothing was allocated for it.</exception>
    public static ArrayReader Bounded(this ArrayReader reader, long packedBytes, string field)
    {
        var unpacked = reader.Count * reader.Header.ElementSize;
        return reader.Count * sizeof(float) <= HarmlessBytes || unpacked <= MostRatio * packedBytes
            ? reader
            : throw new RejectedException(
                field,
                $"{packedBytes} bytes unpack to {unpacked}: almost all of them are the same",
                "Leave out what is empty, or save the array without compression");
    }
}
