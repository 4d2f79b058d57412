using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>Every power sensor that the system shows, the preferred first, each under a name of its own.</summary>
internal static class SensorSearch
{
    /// <summary>Below the root of the system's files, for those who wonder where nothing was found.</summary>
    public static IReadOnlyList<string> Folders { get; } = [HwmonSensors.Folder, IioSensors.Folder, PowercapSensors.Folder, BatterySensors.Folder];

    public static IReadOnlyList<FoundSensor> Find(SystemFiles files) =>
        [.. new[] { HwmonSensors.Find(files), IioSensors.Find(files), PowercapSensors.Find(files), BatterySensors.Find(files) }
            .SelectMany(sensors => sensors)
            .GroupBy(sensor => sensor.Meter.Name)
            .SelectMany(Distinct)
            .OrderBy(sensor => sensor.Preference)
            .ThenBy(sensor => sensor.Meter.Name, StringComparer.Ordinal)];

    private static IEnumerable<FoundSensor> Distinct(IGrouping<string, FoundSensor> alike) =>
        alike.Count() == 1 ? alike : alike.Select(sensor => sensor.Named($"{sensor.Meter.Name}@{sensor.Device}"));
}
