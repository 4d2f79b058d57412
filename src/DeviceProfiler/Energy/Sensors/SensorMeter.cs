namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>A meter read from files of the kernel; nothing stays open between readings.</summary>
internal abstract class SensorMeter(MeterDescription description) : IEnergyMeter
{
    public MeterDescription Description => description;

    public abstract double Read();

    public void Dispose()
    {
    }
}
