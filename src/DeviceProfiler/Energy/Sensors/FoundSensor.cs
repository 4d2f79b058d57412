namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>A sensor that the system shows. Whether it can be read is known once it is tried.</summary>
/// <param name="Device">Stable name of the part on its bus, which tells two parts of one name apart.</param>
internal sealed record FoundSensor(string Device, SensorPreference Preference, MeterSource Source)
{
    public MeterDescription Meter => Source.Meter;

    public FoundSensor Named(string name) => this with { Source = Source with { Meter = Meter with { Name = name } } };
}
