using DeepIoT.DeviceProfiler.Energy.Reckoning;

namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>A sensor of the board that counts joules and starts again from zero above its range.</summary>
internal sealed class EnergyCounter(MeterDescription description, SysfsChannel joules, double range) : SensorMeter(description)
{
    private CounterUnwrap _count = new(range);

    public override double Read()
    {
        // With a range there is always a next.
        _count = _count.Next(joules.Read())!.Value;
        return _count.Total;
    }
}
