using DeepIoT.DeviceProfiler.Tests.Conditions;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Sensors;

/// <summary>Simulated boards whose sensors have the files and units of real kernels.</summary>
internal static class SimulatedSensors
{
    /// <summary>An INA219 on I²C: shunt voltage in in0, bus voltage in in1, power in µW.</summary>
    public static MadeUpSystem WithIna219(this MadeUpSystem system) => system
        .With("sys/class/hwmon/hwmon0/name", "cpu_thermal\n")
        .With("sys/class/hwmon/hwmon0/temp1_input", "48000\n")
        .With("sys/class/hwmon/hwmon1/name", "ina219\n")
        .With("sys/class/hwmon/hwmon1/in0_input", "5\n")
        .With("sys/class/hwmon/hwmon1/in1_input", "5012\n")
        .With("sys/class/hwmon/hwmon1/curr1_input", "501\n")
        .With("sys/class/hwmon/hwmon1/power1_input", "2513000\n")
        .With("sys/class/hwmon/hwmon1/shunt_resistor", "10000\n");

    /// <summary>A Jetson Orin NX: three labelled rails of an INA3221, the shunts' voltages and the sum of the currents.</summary>
    public static MadeUpSystem WithOrinRails(this MadeUpSystem system, string chip = "hwmon2", string first = "VDD_IN")
    {
        string[] labels = [first, "VDD_CPU_GPU_CV", "VDD_SOC"];
        var folder = $"sys/class/hwmon/{chip}";
        system.With($"{folder}/name", "ina3221\n").With($"{folder}/update_interval", "7\n");
        for (var channel = 1; channel <= 3; channel++)
        {
            system.With($"{folder}/in{channel}_label", labels[channel - 1] + "\n")
                .With($"{folder}/in{channel}_enable", "1\n")
                .With($"{folder}/in{channel}_input", "5000\n")
                .With($"{folder}/curr{channel}_input", $"{1000 / channel}\n")
                .With($"{folder}/in{channel + 3}_input", "5\n");
        }
        return system.With($"{folder}/in7_label", "sum of shunt voltages\n").With($"{folder}/in7_input", "9000\n").With($"{folder}/curr4_input", "1833\n");
    }

    /// <summary>An INA226 on the industrial I/O bus, as `iio_info` shows it: scales for each channel.</summary>
    public static MadeUpSystem WithIioIna226(this MadeUpSystem system) => system
        .With("sys/bus/iio/devices/iio:device0/name", "ina226\n")
        .With("sys/bus/iio/devices/iio:device0/in_voltage0_raw", "3152\n")
        .With("sys/bus/iio/devices/iio:device0/in_voltage0_scale", "0.002500000\n")
        .With("sys/bus/iio/devices/iio:device0/in_voltage1_raw", "678\n")
        .With("sys/bus/iio/devices/iio:device0/in_voltage1_scale", "1.250000000\n")
        .With("sys/bus/iio/devices/iio:device0/in_power2_raw", "106\n")
        .With("sys/bus/iio/devices/iio:device0/in_power2_scale", "12.500000000\n")
        .With("sys/bus/iio/devices/iio:device0/in_current3_raw", "3152\n")
        .With("sys/bus/iio/devices/iio:device0/in_current3_scale", "0.500000000\n");

    /// <summary>Converter channels of one current and one voltage, with an offset and a scale for all voltages.</summary>
    public static MadeUpSystem WithIioConverter(this MadeUpSystem system) => system
        .With("sys/bus/iio/devices/iio:device1/name", "converter\n")
        .With("sys/bus/iio/devices/iio:device1/in_voltage3_raw", "1100\n")
        .With("sys/bus/iio/devices/iio:device1/in_voltage3_offset", "-100\n")
        .With("sys/bus/iio/devices/iio:device1/in_voltage_scale", "5\n")
        .With("sys/bus/iio/devices/iio:device1/in_current0_raw", "800\n")
        .With("sys/bus/iio/devices/iio:device1/in_current0_scale", "0.5\n");

    /// <summary>A Jetson with NVIDIA's older kernel, whose rails are processed channels in mW.</summary>
    public static MadeUpSystem WithNanoRails(this MadeUpSystem system) => system
        .With("sys/bus/iio/devices/iio:device2/name", "ina3221x\n")
        .With("sys/bus/iio/devices/iio:device2/rail_name_0", "POM_5V_IN\n")
        .With("sys/bus/iio/devices/iio:device2/in_power0_input", "2134\n")
        .With("sys/bus/iio/devices/iio:device2/rail_name_1", "POM_5V_GPU\n")
        .With("sys/bus/iio/devices/iio:device2/in_power1_input", "120\n");

    public static MadeUpSystem WithRapl(this MadeUpSystem system, long range = 262_143_328_850) => system
        .With("sys/class/powercap/intel-rapl/enabled", "1\n")
        .With("sys/class/powercap/intel-rapl:0/name", "package-0\n")
        .With("sys/class/powercap/intel-rapl:0/energy_uj", "1000000\n")
        .With("sys/class/powercap/intel-rapl:0/max_energy_range_uj", $"{range}\n")
        .With("sys/class/powercap/intel-rapl:0:0/name", "core\n")
        .With("sys/class/powercap/intel-rapl:0:0/energy_uj", "600000\n")
        .With("sys/class/powercap/intel-rapl:0:0/max_energy_range_uj", $"{range}\n");

    /// <summary>A laptop's battery, which shows up among the hwmon chips as well, its charger and a mouse.</summary>
    public static MadeUpSystem WithBattery(this MadeUpSystem system, string status = "Discharging") => system
        .With("sys/class/power_supply/AC/type", "Mains\n")
        .With("sys/class/power_supply/AC/online", "0\n")
        .With("sys/class/power_supply/BAT0/type", "Battery\n")
        .With("sys/class/power_supply/BAT0/status", $"{status}\n")
        .With("sys/class/power_supply/BAT0/current_now", "-650000\n")
        .With("sys/class/power_supply/BAT0/voltage_now", "12000000\n")
        .With("sys/class/power_supply/hidpp_battery_0/type", "Battery\n")
        .With("sys/class/power_supply/hidpp_battery_0/scope", "Device\n")
        .With("sys/class/power_supply/hidpp_battery_0/status", "Discharging\n")
        .With("sys/class/power_supply/hidpp_battery_0/power_now", "1000\n")
        .With("sys/class/hwmon/hwmon7/name", "BAT0\n")
        .With("sys/class/hwmon/hwmon7/device/type", "Battery\n")
        .With("sys/class/hwmon/hwmon7/in0_input", "12000\n")
        .With("sys/class/hwmon/hwmon7/curr0_input", "650\n");
}
