using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>
/// Power sensors of the industrial I/O bus (kernel documentation, ABI/testing/sysfs-bus-iio): (raw + offset) × scale
/// is in mW, mA or mV; a file `_input` is in these units already.
/// </summary>
internal static class IioSensors
{
    public const string Folder = "sys/bus/iio/devices";

    private const double Milli = 1e-3;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static IEnumerable<FoundSensor> Find(SystemFiles files) =>
        files.Entries(Folder, "iio:device*").SelectMany(device => OfDevice(files, device, files.Text($"{device}/name") ?? "unnamed"));

    private static IEnumerable<FoundSensor> OfDevice(SystemFiles files, string device, string name)
    {
        var powers = Numbers(files, device, "power");
        foreach (var number in powers)
            yield return Sensor(files, device, name, $"power{number}", number, Channel(files, device, "power", number), null);
        if (powers.Length > 0)
            yield break;
        var (currents, voltages) = (Numbers(files, device, "current"), Numbers(files, device, "voltage"));
        foreach (var number in currents)
        {
            // Of one number, or the only two there are.
            var voltage = voltages.Contains(number) ? number : (currents, voltages) is ([_], [var only]) ? only : null;
            if (voltage is not null)
                yield return Sensor(files, device, name, $"current{number}", number, Channel(files, device, "current", number), Channel(files, device, "voltage", voltage));
        }
    }

    /// <summary>Numbers of the channels of a kind, such as `2` of `in_power2_raw`; a channel between two others has none.</summary>
    private static string[] Numbers(SystemFiles files, string device, string kind) =>
        [.. files.Entries(device, $"in_{kind}*_raw").Concat(files.Entries(device, $"in_{kind}*_input"))
            .Select(file => Path.GetFileName(file).Split('_')[1][kind.Length..])
            .Where(number => number.All(char.IsAsciiDigit))
            .Distinct()];

    private static SysfsChannel Channel(SystemFiles files, string device, string kind, string number)
    {
        if (files.Exists($"{device}/in_{kind}{number}_input"))
            return new(SysfsNumber.At(files, $"{device}/in_{kind}{number}_input"), Milli);
        return new(SysfsNumber.At(files, $"{device}/in_{kind}{number}_raw"), Milli * (Property("scale") ?? 1), Property("offset") ?? 0);

        // Of this channel, or of all of its kind.
        double? Property(string name) => files.Number($"{device}/in_{kind}{number}_{name}") ?? files.Number($"{device}/in_{kind}_{name}");
    }

    private static FoundSensor Sensor(
        SystemFiles files, string device, string name, string channel, string number, SysfsChannel power, SysfsChannel? voltage)
    {
        // NVIDIA's own driver of the INA3221 names its rails in `rail_name_0` and so on.
        var rail = files.Text($"{device}/in_{channel}_label") ?? files.Text($"{device}/rail_name_{number}") ?? channel;
        return new(
            // The link leads to the device's folder below that of the part on its bus.
            Path.GetFileName(Path.GetDirectoryName(files.LinkTarget(device)) ?? device),
            Rails.Preference(name, rail),
            new(new($"iio:{name}/{rail}", EnergyTier.OnBoard, MeterQuantity.Watts, Interval, $"{rail} of {name}"), meter => new PowerSensor(meter, power, voltage)));
    }
}
