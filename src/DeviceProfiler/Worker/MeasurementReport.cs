using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>Writes the attempt that counts as the measurement that goes over the wire.</summary>
internal static class MeasurementReport
{
    public static Measurement Write(
        WorkerJob job, MeasuringPlan plan, IReadOnlyList<Attempt> attempts, TimeSpan load, long peakRssBytes, DateTimeOffset now)
    {
        var attempt = Attempt.BestOf(attempts);
        var milliseconds = attempt.Readings.Milliseconds();
        var measurement = new Measurement
        {
            Board = job.Board.Name,
            BoardClass = job.Board.BoardClass,
            At = now.ToTimestamp(),
            ReadingsMs = { milliseconds },
            RunsPerReading = attempt.Stage.RunsPerReading,
            MedianMs = OrderStatistics.Median(milliseconds),
            P90Ms = OrderStatistics.Percentile(milliseconds, 0.90),
            P99Ms = OrderStatistics.Percentile(milliseconds, 0.99),
            Converged = attempt.Stage.IsClosed(attempt.Readings),
            LoadMs = load.TotalMilliseconds,
            PeakRssBytes = peakRssBytes,
            Governor = attempt.Conditions[^1].Governor ?? "",
            Tainted = { attempt.Tainted },
            RuntimeVersion = job.Board.RuntimeVersion,
            Threads = plan.Threads,
            EnergyTier = EnergyTier.None.Word(),
            Simulated = job.Board.Simulated,
            WarmupRuns = attempt.WarmupRuns,
            Protocol = job.Protocol,
            Attempts = attempts.Count,
            Throttling = Throttling(attempt.Conditions),
        };
        Interval(measurement, milliseconds);
        Clock(measurement, attempt.Conditions);
        Temperatures(measurement, attempt.Conditions);
        return measurement;
    }

    private static void Interval(Measurement measurement, double[] milliseconds)
    {
        if (MedianInterval.Of(milliseconds) is { } interval)
            (measurement.IntervalLowMs, measurement.IntervalHighMs) = (interval.Low, interval.High);
    }

    private static void Clock(Measurement measurement, IReadOnlyList<BoardConditions> conditions)
    {
        var clocks = conditions.Select(c => c.ClockMhz).OfType<double>().ToArray();
        if (clocks.Length > 0)
            measurement.ClockMhz = OrderStatistics.Median(clocks);
    }

    private static void Temperatures(Measurement measurement, IReadOnlyList<BoardConditions> conditions)
    {
        if (conditions[0].TemperatureC is { } before)
            measurement.TemperatureBeforeC = before;
        if (conditions[^1].TemperatureC is { } after)
            measurement.TemperatureAfterC = after;
    }

    private static Throttling? Throttling(IReadOnlyList<BoardConditions> conditions) =>
        Taint.ThrottleDuring(conditions) is { } state ? new() { Active = { state.Active }, Events = state.Events } : null;
}
