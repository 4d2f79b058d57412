using System.Globalization;

namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>
/// Throttling as three kinds of systems tell it: the Raspberry Pi's firmware word, the counters of x86
/// processors, and the cooling devices of the thermal framework.
/// </summary>
public static class ThrottleFlags
{
    // Raspberry Pi documentation, vcgencmd get_throttled: bits 0–3 hold now, bits 16–19 held since boot.
    private static readonly string[] FirmwareBits = ["under-voltage", "clock capped", "throttled", "soft temperature limit"];

    private static readonly string[] FirmwareFiles =
        ["sys/devices/platform/soc/soc:firmware/get_throttled", "sys/devices/platform/scb/scb:firmware/get_throttled"];

    /// <summary>Null when the system has none of the three.</summary>
    public static ThrottleState? Read(SystemFiles files)
    {
        var firmware = FirmwareFiles.Select(files.Text).Select(Word).FirstOrDefault(word => word is not null);
        var counters = Counters(files);
        var cooling = CoolingDevices(files);
        if (firmware is null && counters.Length == 0 && cooling.Length == 0)
            return null;
        var active = FirmwareBits.Where((_, bit) => ((firmware ?? 0) >> bit & 1) == 1)
            .Concat(cooling.Where(device => device.State > 0).Select(device => $"cooling {device.Type}"));
        return new([.. active], (long)counters.Sum());
    }

    private static uint? Word(string? text) =>
        uint.TryParse(text?.Replace("0x", "", StringComparison.OrdinalIgnoreCase), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var word) ? word : null;

    private static double[] Counters(SystemFiles files) =>
        [.. from core in Cores.Of(files)
            from counter in files.Entries($"{core.Path}/thermal_throttle", "*_throttle_count")
            let count = files.Number(counter)
            where count is not null
            select count.Value];

    private static (string Type, double State)[] CoolingDevices(SystemFiles files) =>
        [.. from device in files.Entries("sys/class/thermal", "cooling_device*")
            let type = files.Text($"{device}/type")
            let state = files.Number($"{device}/cur_state")
            where state is not null && IsProcessor(type)
            select (type, state.Value)];

    // Fans and displays are cooling devices as well; only those that slow the processor down count.
    private static bool IsProcessor(string? type) =>
        type is "Processor" || type?.Contains("cpufreq", StringComparison.Ordinal) == true || type?.Contains("cpuidle", StringComparison.Ordinal) == true;
}
