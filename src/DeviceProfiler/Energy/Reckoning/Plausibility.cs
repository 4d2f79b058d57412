using System.Globalization;

namespace DeepIoT.DeviceProfiler.Energy.Reckoning;

/// <summary>Tells the readings of a broken or misplaced sensor from those of a board at work.</summary>
public static class Plausibility
{
    private static readonly TimeSpan LeastStandstill = TimeSpan.FromSeconds(5);

    // A coarse meter may well repeat itself; not so often.
    private const int StandstillReadings = 50;

    /// <returns>Why the readings cannot be believed; null when nothing speaks against them.</returns>
    /// <param name="windows">Idle and running, all covered by the trace.</param>
    /// <param name="interval">Time between two readings that can differ.</param>
    public static string? Fault(PowerTrace trace, IReadOnlyList<TimeWindow> windows, TimeSpan interval)
    {
        var watts = windows.Select(trace.MeanWatts).ToArray();
        if (watts.All(mean => mean == 0))
            return "it reads zero, and a board that runs draws power: the sensor is switched off or not wired";
        if (watts.Min() < 0)
            return Text($"it reads negative power ({watts.Min():0.###} W): the shunt is wired the other way round, or the rail feeds back");
        var standstill = trace.LongestStandstill();
        if (standstill.TotalSeconds >= trace.Span.Seconds * 0.999)
            return Text($"it is stuck: its reading never changed, neither idle nor under load, for {standstill.TotalSeconds:0.#} s");
        var limit = TimeSpan.FromTicks(Math.Max(LeastStandstill.Ticks, StandstillReadings * interval.Ticks));
        return standstill > limit
            ? Text($"it is stuck: its reading did not change for {standstill.TotalSeconds:0.#} s (limit {limit.TotalSeconds:0.#} s)")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
