using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>
/// Fuel gauges of the power_supply class (kernel documentation, power/power_supply_class): `power_now` in µW, else
/// `current_now` in µA times `voltage_now` in µV.
/// </summary>
internal static class BatterySensors
{
    public const string Folder = "sys/class/power_supply";

    // Gauges average over about a second.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static IEnumerable<FoundSensor> Find(SystemFiles files)
    {
        foreach (var battery in files.Entries(Folder, "*"))
        {
            // Scope `Device` is the battery of a mouse or a headset.
            if (files.Text($"{battery}/type") != "Battery" || files.Text($"{battery}/scope") == "Device")
                continue;
            var power = Channel("power_now");
            if (power is null && (Channel("current_now") is null || Channel("voltage_now") is null))
                continue;
            var name = Path.GetFileName(battery);
            yield return new(name, SensorPreference.Battery, new(
                new($"battery:{name}", EnergyTier.OnBoard, MeterQuantity.Watts, Interval, "the whole device, by its fuel gauge"),
                meter => new BatteryGauge(
                    meter, SysfsNumber.At(files, $"{battery}/status"), power ?? Channel("current_now")!, power is null ? Channel("voltage_now") : null)));

            SysfsChannel? Channel(string file) => files.Exists($"{battery}/{file}") ? new(SysfsNumber.At(files, $"{battery}/{file}"), 1e-6) : null;
        }
    }
}
