namespace DeepIoT.DeviceProfiler.Tests.Energy.Sampling;

/// <summary>Power of a simulated board by seconds, and the energy that is known to follow.</summary>
internal static class Waveform
{
    private const double Period = 0.8, Low = 2, High = 5;

    public static Func<double, double> Watts(string shape) => shape switch
    {
        "constant" => _ => 3,
        "ramp" => t => 1 + 2 * t,
        _ => t => t % Period < Period / 2 ? Low : High,
    };

    public static double JoulesUntil(string shape, double t) => shape switch
    {
        "constant" => 3 * t,
        "ramp" => t + t * t,
        _ => Math.Floor(t / Period) * Period * (Low + High) / 2
            + Math.Min(t % Period, Period / 2) * Low + Math.Max(t % Period - Period / 2, 0) * High,
    };
}
