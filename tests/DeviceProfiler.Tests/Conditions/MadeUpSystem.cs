using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Tests.Conditions;

/// <summary>A folder that looks like the /proc, /sys and /etc of some device.</summary>
public sealed class MadeUpSystem : Scratch
{
    public string Root => Folder;

    public SystemFiles Files => new(Folder);

    /// <summary>Adds a file, or replaces it.</summary>
    public MadeUpSystem With(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public static MadeUpSystem RaspberryPi() => new MadeUpSystem()
        .With("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
        .With("proc/stat", "cpu  1000 0 500 90000 20 10 5 0 0 0\ncpu0 500 0 250 45000 10 5 2 0 0 0\n")
        .With("proc/meminfo", "MemTotal:        3884328 kB\nMemFree:  1 kB\n")
        .With("proc/sys/kernel/osrelease", "6.6.31+rpt-rpi-v8\n")
        .With("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n")
        .With("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "600000\n")
        .With("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "ondemand\n")
        .With("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "1800000\n")
        .With("sys/devices/system/cpu/cpufreq/boost", "0\n")
        .With("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
        .With("sys/class/thermal/thermal_zone0/temp", "48686\n")
        .With("sys/class/thermal/thermal_zone0/trip_point_0_type", "critical\n")
        .With("sys/class/thermal/thermal_zone0/trip_point_0_temp", "110000\n")
        .With("sys/class/thermal/thermal_zone0/trip_point_1_type", "passive\n")
        .With("sys/class/thermal/thermal_zone0/trip_point_1_temp", "80000\n")
        .With("sys/class/thermal/thermal_zone1/type", "battery\n")
        .With("sys/class/thermal/thermal_zone1/temp", "99000\n")
        .With("sys/devices/platform/soc/soc:firmware/get_throttled", "50000\n");

    public static MadeUpSystem Server() => new MadeUpSystem()
        .With("proc/cpuinfo", "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.20GHz\ncpu MHz\t\t: 2200.152\n\nprocessor\t: 1\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.20GHz\ncpu MHz\t\t: 2900.5\n")
        .With("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n")
        .With("sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count", "4\n")
        .With("sys/class/hwmon/hwmon0/name", "nvme\n")
        .With("sys/class/hwmon/hwmon0/temp1_input", "80850\n")
        .With("sys/class/hwmon/hwmon1/name", "coretemp\n")
        .With("sys/class/hwmon/hwmon1/temp1_input", "51000\n")
        .With("sys/class/hwmon/hwmon1/temp2_input", "53000\n")
        .With("sys/class/thermal/cooling_device0/type", "Processor\n")
        .With("sys/class/thermal/cooling_device0/cur_state", "0\n")
        .With("sys/class/thermal/cooling_device1/type", "pwm-fan\n")
        .With("sys/class/thermal/cooling_device1/cur_state", "4\n");
}
