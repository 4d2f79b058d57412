namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>An open line to an instrument. Reading and writing allocate nothing.</summary>
internal interface IByteLink : IDisposable
{
    /// <summary>Waits for bytes, at most for <paramref name="limit"/>.</summary>
    /// <returns>How many came; 0 when none did in time.</returns>
    /// <exception cref="MeterException">The other side is gone.</exception>
    int Read(Span<byte> buffer, TimeSpan limit);

    /// <exception cref="MeterException">The other side is gone.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}
