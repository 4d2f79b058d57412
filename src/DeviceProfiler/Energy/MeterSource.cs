namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>A meter that can be opened, anew for each job.</summary>
public sealed record MeterSource(MeterDescription Meter, Func<MeterDescription, IEnergyMeter> Make)
{
    /// <exception cref="MeterException">It does not answer.</exception>
    public IEnergyMeter Open() => Make(Meter);
}
