namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>What a line of a meter means: joules so far, or watts, or volts and amperes.</summary>
/// <param name="Second">The amperes beside volts; null otherwise.</param>
/// <param name="Start">Sent once after opening, to make the meter begin; empty when it needs nothing.</param>
internal sealed record LineFormat(char Separator, LineValue First, LineValue? Second, string Start = "")
{
    /// <returns>Joules, watts or the product of volts and amperes; null when the line does not hold them.</returns>
    public double? Read(ReadOnlySpan<char> line) =>
        Second is null ? First.Read(line, Separator) : First.Read(line, Separator) * Second.Read(line, Separator);
}
