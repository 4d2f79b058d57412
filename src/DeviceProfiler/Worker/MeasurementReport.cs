using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>Writes what one launch measured.</summary>
internal static class MeasurementReport
{
    public static Measurement Write(
        WorkerJob job, MeasuringPlan plan, Attempt attempt, TimeSpan load, long peakRssBytes, DateTimeOffset now)
    {
        var milliseconds = attempt.Readings.Milliseconds();
        return new Measurement
        {
            Board = job.Board.Name,
            BoardClass = job.Board.BoardClass,
            At = now.ToTimestamp(),
            ReadingsMs = { milliseconds },
            RunsPerReading = attempt.RunsPerReading,
            MedianMs = OrderStatistics.Median(milliseconds),
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
            Attempts = 1,
            Throttling = Throttling(attempt.Conditions),
        }.With(attempt.Conditions);
    }

    private static Measurement With(this Measurement measurement, IReadOnlyList<BoardConditions> conditions)
    {
        var clocks = conditions.Select(c => c.ClockMhz).OfType<double>().ToArray();
        if (clocks.Length > 0)
            measurement.ClockMhz = OrderStatistics.Median(clocks);
        if (conditions[0].TemperatureC is { } before)
            measurement.TemperatureBeforeC = before;
        if (conditions[^1].TemperatureC is { } after)
            measurement.TemperatureAfterC = after;
        return measurement;
    }

    private static Throttling? Throttling(IReadOnlyList<BoardConditions> conditions) =>
        Taint.ThrottleDuring(conditions) is { } state ? new() { Active = { state.Active }, Events = state.Events } : null;
}
