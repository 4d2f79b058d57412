namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>What the readings of a meter are.</summary>
public enum MeterQuantity
{
    /// <summary>Power at this moment, in watts.</summary>
    Watts,

    /// <summary>Energy since some moment in the past, in joules; it never falls.</summary>
    Joules,
}
