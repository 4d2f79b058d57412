using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>
/// Power sensors of the hwmon class (kernel documentation, hwmon/sysfs-interface): `power*_input` or `_average` in µW,
/// else `curr*_input` in mA times `in*_input` in mV of the same channel.
/// </summary>
internal static class HwmonSensors
{
    public const string Folder = "sys/class/hwmon";

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(10);

    // Reading over I²C costs about a millisecond of processor time.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(5);

    // Batteries and chargers appear here a second time; the power_supply class knows more of them.
    private static readonly string[] PowerSupplies = ["Battery", "Mains", "USB", "UPS", "Wireless"];

    public static IEnumerable<FoundSensor> Find(SystemFiles files) =>
        files.Entries(Folder, "hwmon*")
            .Where(chip => !PowerSupplies.Contains(files.Text($"{chip}/device/type")))
            .SelectMany(chip => OfChip(files, chip, files.Text($"{chip}/name") ?? "unnamed"));

    private static IEnumerable<FoundSensor> OfChip(SystemFiles files, string chip, string name)
    {
        foreach (var input in files.Entries(chip, "power*_input").Concat(files.Entries(chip, "power*_average")))
        {
            var channel = Path.GetFileName(input).Split('_')[0];
            var average = input.EndsWith("_average", StringComparison.Ordinal);
            if (average && files.Exists($"{chip}/{channel}_input"))
                continue;
            var interval = files.Number(average ? $"{chip}/{channel}_average_interval" : $"{chip}/update_interval");
            yield return Sensor(files, chip, name, files.Text($"{chip}/{channel}_label"), channel, interval,
                meter => new PowerSensor(meter, new(SysfsNumber.At(files, input), 1e-6)));
        }
        foreach (var current in files.Entries(chip, "curr*_input"))
        {
            var channel = Path.GetFileName(current)["curr".Length..^"_input".Length];
            if (files.Exists($"{chip}/power{channel}_input") || files.Exists($"{chip}/power{channel}_average")
                || !files.Exists($"{chip}/in{channel}_input") || IsSum(name, channel))
                continue;
            var label = files.Text($"{chip}/curr{channel}_label") ?? files.Text($"{chip}/in{channel}_label");
            yield return Sensor(files, chip, name, label, $"channel{channel}", files.Number($"{chip}/update_interval"),
                meter => new PowerSensor(meter, new(SysfsNumber.At(files, current), 1e-3), new(SysfsNumber.At(files, $"{chip}/in{channel}_input"), 1e-3)));
        }
    }

    // Kernel documentation, hwmon/ina3221: curr4 is the sum of the currents, and in4 the voltage across a shunt.
    private static bool IsSum(string chip, string channel) => chip == "ina3221" && channel is not ("1" or "2" or "3");

    private static FoundSensor Sensor(
        SystemFiles files, string chip, string name, string? label, string channel, double? intervalMs, Func<MeterDescription, IEnergyMeter> make)
    {
        var rail = label ?? files.Text($"{chip}/label") ?? channel;
        var interval = intervalMs is { } ms ? TimeSpan.FromMilliseconds(Math.Max(ms, ShortestInterval.TotalMilliseconds)) : DefaultInterval;
        return new(
            Path.GetFileName(files.LinkTarget($"{chip}/device") ?? chip),
            Rails.Preference(name, rail),
            new(new($"hwmon:{name}/{rail}", EnergyTier.OnBoard, MeterQuantity.Watts, interval, $"{rail} of {name}"), make));
    }
}
