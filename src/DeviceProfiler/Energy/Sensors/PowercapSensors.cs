using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>
/// RAPL counters of x86 processors through the powercap class (kernel documentation, power/powercap): `energy_uj`
/// counts to `max_energy_range_uj` and starts again. Since Linux 5.10 only root may read it (CVE-2020-8694).
/// </summary>
internal static class PowercapSensors
{
    public const string Folder = "sys/class/powercap";

    private const double Micro = 1e-6;

    // The processor counts anew about each millisecond.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static IEnumerable<FoundSensor> Find(SystemFiles files)
    {
        foreach (var zone in files.Entries(Folder, "intel-rapl:*").Where(zone => files.Exists($"{zone}/energy_uj")))
        {
            var name = files.Text($"{zone}/name") ?? Path.GetFileName(zone);
            if (files.Number($"{zone}/max_energy_range_uj") is not { } range)
                continue;
            var preference = name == "psys" ? SensorPreference.Platform
                : name.StartsWith("package", StringComparison.Ordinal) ? SensorPreference.Processor
                : SensorPreference.OnlyByName;
            var meter = new MeterDescription($"powercap:{name}", EnergyTier.OnBoard, MeterQuantity.Joules, Interval, $"{name} of the processor, as it counts itself");
            yield return new(Path.GetFileName(zone), preference, new(meter, meter => new EnergyCounter(meter, new(SysfsNumber.At(files, $"{zone}/energy_uj"), Micro), range * Micro)));
        }
    }
}
