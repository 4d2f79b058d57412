using System.Globalization;
using DeepIoT.DeviceProfiler.Measuring;

namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Why a run should not be trusted, in words; empty when nothing speaks against it.</summary>
public static class Taint
{
    /// <param name="conditions">Before the first reading and after each one; at least two.</param>
    /// <param name="cores">Cores of the machine, to which the load of others is related.</param>
    public static IReadOnlyList<string> Reasons(
        IReadOnlyList<Reading> readings, IReadOnlyList<BoardConditions> conditions, TimeSpan elapsed, int cores, TaintLimits limits) =>
        [.. new[]
        {
            Drifted(readings, limits),
            ClockChanged(conditions, limits),
            TooHot(conditions, limits),
            Throttled(conditions),
            Loaded(conditions, elapsed, cores, limits),
        }.OfType<string>()];

    private static string? Drifted(IReadOnlyList<Reading> readings, TaintLimits limits)
    {
        if (readings.Count < 2)
            return null;
        var first = readings.Take(readings.Count / 2).MedianMilliseconds();
        var change = Math.Abs(readings.Skip(readings.Count / 2).MedianMilliseconds() - first) / first;
        return change > limits.Drift ? $"readings drifted by {Percent(change)} (limit {Percent(limits.Drift)})" : null;
    }

    private static string? ClockChanged(IReadOnlyList<BoardConditions> conditions, TaintLimits limits)
    {
        var clocks = conditions.Select(c => c.ClockMhz).OfType<double>().ToArray();
        if (clocks.Length == 0 || clocks.Max() == 0)
            return null;
        var change = (clocks.Max() - clocks.Min()) / clocks.Max();
        return change > limits.ClockChange ? $"clock changed by {Percent(change)} (limit {Percent(limits.ClockChange)})" : null;
    }

    private static string? TooHot(IReadOnlyList<BoardConditions> conditions, TaintLimits limits)
    {
        var limit = conditions[0].TemperatureLimitC ?? limits.TemperatureC;
        return conditions.Max(c => c.TemperatureC) is { } hottest && hottest >= limit
            ? string.Create(CultureInfo.InvariantCulture, $"temperature reached {hottest:0.#} °C (limit {limit:0.#} °C)")
            : null;
    }

    private static string? Throttled(IReadOnlyList<BoardConditions> conditions)
    {
        var flags = ThrottleDuring(conditions);
        return flags is { Active: [] } and { Events: 0 } or null
            ? null
            : $"throttled: {string.Join(", ", flags.Active.Append(flags.Events > 0 ? $"{flags.Events} events" : null).OfType<string>())}";
    }

    /// <summary>Everything that was active at any moment, and the events between first and last.</summary>
    public static ThrottleState? ThrottleDuring(IReadOnlyList<BoardConditions> conditions)
    {
        var states = conditions.Select(c => c.Throttle).OfType<ThrottleState>().ToArray();
        return states.Length == 0 ? null : new([.. states.SelectMany(s => s.Active).Distinct()], states[^1].Events - states[0].Events);
    }

    private static string? Loaded(IReadOnlyList<BoardConditions> conditions, TimeSpan elapsed, int cores, TaintLimits limits)
    {
        if (conditions[0].ProcessorTime is not { } before || conditions[^1].ProcessorTime is not { } after || elapsed <= TimeSpan.Zero)
            return null;
        var others = (after.Everyone - before.Everyone - (after.Own - before.Own)) / (elapsed * cores);
        return others > limits.OtherLoad ? $"other load took {Percent(others)} of the machine (limit {Percent(limits.OtherLoad)})" : null;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
