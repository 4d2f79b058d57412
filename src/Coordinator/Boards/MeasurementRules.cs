using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards;

/// <summary>What a board must send to be believed.</summary>
internal static class MeasurementRules
{
    private const int MostReadings = 20_000;

    /// <summary>Null when nothing speaks against the measurement.</summary>
    public static string? Fault(Measurement? measurement) => measurement switch
    {
        null => "the board sent no measurement",
        { ReadingsMs.Count: 0 } => "the measurement has no readings",
        { ReadingsMs.Count: > MostReadings } => $"the measurement has more than {MostReadings} readings",
        _ when measurement.ReadingsMs.Append(measurement.MedianMs).Any(value => !(value > 0) || double.IsInfinity(value)) =>
            "a reading or the median is not a time above 0",
        _ => null,
    };
}
