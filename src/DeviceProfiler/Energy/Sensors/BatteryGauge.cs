using System.Text;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>
/// A battery's fuel gauge. It shows what the board draws only while the battery feeds it: plugged in, it shows the
/// charger. Drivers disagree about the sign of a discharge, so the amount counts.
/// </summary>
internal sealed class BatteryGauge(MeterDescription description, SysfsNumber status, SysfsChannel power, SysfsChannel? voltage = null) : SensorMeter(description)
{
    public override double Read()
    {
        var state = status.ReadText();
        if (!state.SequenceEqual("Discharging"u8))
            throw new MeterException($"the battery does not feed the board (status `{Encoding.UTF8.GetString(state)}`)", "unplug the charger");
        return Math.Abs(power.Read()) * (voltage?.Read() ?? 1);
    }
}
