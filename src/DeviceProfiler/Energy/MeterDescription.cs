namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>What is known of a meter.</summary>
/// <param name="Name">What `--meter` and reports call it, e.g. `hwmon:ina219/power1`.</param>
/// <param name="Interval">Time between two readings that can differ: reading faster tells nothing new.</param>
/// <param name="Measures">What its readings cover, e.g. `rail VDD_IN`.</param>
/// <param name="IsPaced">True when the meter sends by itself, so that reading waits for it.</param>
/// <param name="Instrument">What the instrument calls itself; empty when it does not say.</param>
/// <param name="Accuracy">Limit of its error as a share of the reading, as its maker or owner states it; null when nobody does.</param>
/// <param name="Factor">Its readings are multiplied by this calibration factor.</param>
public sealed record MeterDescription(
    string Name,
    EnergyTier Tier,
    MeterQuantity Quantity,
    TimeSpan Interval,
    string Measures,
    bool IsPaced = false,
    string Instrument = "",
    double? Accuracy = null,
    double Factor = 1);
