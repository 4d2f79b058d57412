namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>What names of parts and rails tell.</summary>
internal static class Rails
{
    // Prefixes of parts that monitor power (TI INA219 … INA3221, Renesas ISL28022, Analog LTC294x, Microchip PAC19xx)
    // and of the ACPI power meter of servers.
    private static readonly string[] Monitors = ["ina", "isl28", "ltc29", "pac19", "power_meter"];

    /// <summary>Jetson boards call the rail that feeds the module VDD_IN or POM_5V_IN.</summary>
    public static SensorPreference Preference(string chip, string label) =>
        label.EndsWith("_IN", StringComparison.OrdinalIgnoreCase) ? SensorPreference.BoardInput
        : Monitors.Any(prefix => chip.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ? SensorPreference.PowerMonitor
        : SensorPreference.OnlyByName;
}
