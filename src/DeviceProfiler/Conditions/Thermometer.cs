namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Processor temperature from the thermal zones, else from the hwmon chips.</summary>
public static class Thermometer
{
    private const string Zones = "sys/class/thermal";

    // Drivers of processor sensors (kernel documentation, hwmon/): Intel, AMD, and what ARM kernels register.
    private static readonly string[] ProcessorChips = ["coretemp", "k10temp", "zenpower", "cpu_thermal", "soc_thermal", "scpi_sensors"];

    private static readonly string[] ProcessorWords = ["cpu", "soc", "core", "x86_pkg_temp"];

    public static double? TemperatureC(SystemFiles files) =>
        ProcessorZones(files).Select(zone => Celsius(files, $"{zone}/temp")).Max() ?? FromChips(files);

    /// <summary>The thermal zones by their types, else the chips that are asked instead.</summary>
    public static IEnumerable<string> Names(SystemFiles files)
    {
        var zones = files.Entries(Zones, "thermal_zone*").Select(zone => files.Text($"{zone}/type")).OfType<string>().ToArray();
        return zones.Length > 0 ? zones : Chips(files).Select(chip => files.Text($"{chip}/name")).OfType<string>();
    }

    public static double? LimitC(SystemFiles files) =>
        ProcessorZones(files)
            .SelectMany(zone => files.Entries(zone, "trip_point_*_type"))
            .Where(trip => files.Text(trip) == "passive")
            .Select(trip => Celsius(files, trip.Replace("_type", "_temp", StringComparison.Ordinal)))
            .Min();

    // Zones of batteries, radios and skins say nothing about the processor; when no zone names it, all are asked.
    private static string[] ProcessorZones(SystemFiles files)
    {
        var zones = files.Entries(Zones, "thermal_zone*").ToArray();
        var processor = zones.Where(zone => IsProcessor(files.Text($"{zone}/type"))).ToArray();
        return processor.Length > 0 ? processor : zones;
    }

    private static bool IsProcessor(string? type) =>
        ProcessorWords.Any(word => type?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    private static double? FromChips(SystemFiles files) =>
        Chips(files)
            .SelectMany(chip => files.Entries(chip, "temp*_input"))
            .Select(input => Celsius(files, input))
            .Max();

    private static IEnumerable<string> Chips(SystemFiles files) =>
        files.Entries("sys/class/hwmon", "hwmon*").Where(chip => ProcessorChips.Contains(files.Text($"{chip}/name")));

    // The kernel counts in thousandths of a degree.
    private static double? Celsius(SystemFiles files, string path) => files.Number(path) / 1000;
}
