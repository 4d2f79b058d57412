using DeepIoT.DeviceProfiler.Energy.Sensors;

namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>A sensor of this machine after one trial reading.</summary>
/// <param name="Watts">Its reading; null from a counter, and when there was none.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
internal sealed record MeterSighting(FoundSensor Sensor, double? Watts, MeterException? Problem)
{
    public MeterDescription Meter => Sensor.Meter;

    /// <summary>Whether it may be taken without being named.</summary>
    public bool IsEligible => Problem is null && Sensor.Preference != SensorPreference.OnlyByName;

    public static MeterSighting Of(FoundSensor sensor)
    {
        try
        {
            using var meter = sensor.Source.Open();
            var reading = meter.Read();
            return sensor.Meter.Quantity == MeterQuantity.Joules ? new(sensor, null, null) : new(sensor, reading, Implausible(reading));
        }
        catch (MeterException problem)
        {
            return new(sensor, null, problem);
        }
    }

    private static MeterException? Implausible(double watts) => watts switch
    {
        0 => new("it reads zero, and a board that runs draws power", "see whether the sensor is wired and switched on"),
        < 0 => new("it reads negative power", "see whether its shunt is wired the other way round"),
        _ => null,
    };
}
