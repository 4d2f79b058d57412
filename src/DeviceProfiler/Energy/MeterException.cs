namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>Why a meter gives no reading, and what would mend it.</summary>
/// <param name="remedy">Empty when only a look at the meter can tell.</param>
public sealed class MeterException(string reason, string remedy = "") : Exception(reason)
{
    public string Remedy { get; } = remedy;
}
