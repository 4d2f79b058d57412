namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>A sensor of the board that tells its power, or a current and the voltage to multiply it with.</summary>
/// <param name="power">Watts; amperes when there is a <paramref name="voltage"/>.</param>
internal sealed class PowerSensor(MeterDescription description, SysfsChannel power, SysfsChannel? voltage = null) : SensorMeter(description)
{
    public override double Read() => voltage is null ? power.Read() : power.Read() * voltage.Read();
}
