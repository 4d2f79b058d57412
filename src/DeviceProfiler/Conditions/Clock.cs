using System.Globalization;

namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Processor clock and governor: cpufreq where the kernel has it, else /proc/cpuinfo.</summary>
public static class Clock
{
    public static double? Mhz(SystemFiles files)
    {
        var kilohertz = Cores.Of(files).Select(core => files.Number($"{core.Path}/cpufreq/scaling_cur_freq")).Max();
        return kilohertz / 1000 ?? files.Fields("proc/cpuinfo", "cpu MHz")
            .Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var mhz) ? mhz : (double?)null)
            .Max();
    }

    public static string? Governor(SystemFiles files) =>
        files.Text("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
}
