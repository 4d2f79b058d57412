using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Launch = DeepIoT.DeviceProfiler.Measuring.Launch;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>Makes one measurement of what launches measured.</summary>
internal static class LaunchesReport
{
    /// <param name="launches">At least one.</param>
    /// <param name="replies">Of the same launches.</param>
    public static WorkerReply Write(Launches stage, IReadOnlyList<Launch> launches, IReadOnlyList<WorkerReply> replies)
    {
        var counting = Launches.Counting(launches);
        var counted = replies.Where((_, i) => counting.Contains(launches[i])).ToArray();
        Measurement[] parts = [.. counted.Select(reply => reply.Measurement)];
        double[] readings = [.. parts.SelectMany(part => part.ReadingsMs)];
        var whole = parts[^1].Clone();
        whole.ReadingsMs.Clear();
        whole.ReadingsMs.Add(readings);
        whole.MedianMs = Launches.MedianMs(launches);
        whole.P90Ms = OrderStatistics.Percentile(readings, 0.90);
        whole.P99Ms = OrderStatistics.Percentile(readings, 0.99);
        if (Launches.Interval(launches) is { } interval)
            (whole.IntervalLowMs, whole.IntervalHighMs) = (interval.Low, interval.High);
        whole.Converged = stage.IsClosed(launches);
        whole.Tainted.Clear();
        whole.Tainted.Add(stage.Reasons(launches));
        whole.LoadMs = OrderStatistics.Median([.. parts.Select(part => part.LoadMs)]);
        whole.PeakRssBytes = parts.Max(part => part.PeakRssBytes);
        whole.WarmupRuns = parts.Sum(part => part.WarmupRuns);
        whole.Attempts = launches.Count;
        whole.Throttling = Throttling(parts);
        if (whole.HasClockMhz)
            whole.ClockMhz = OrderStatistics.Median([.. parts.Select(part => part.ClockMhz)]);
        if (whole.HasTemperatureBeforeC)
            whole.TemperatureBeforeC = parts[0].TemperatureBeforeC;
        whole.Operators.Clear();
        whole.Operators.Add(replies[0].Measurement.Operators);
        whole.OperatorsMissing = replies[0].Measurement.OperatorsMissing;
        whole.Launches.Add(launches.Select(launch => new Protocol.V1.Launch
        {
            ReadingsMs = { launch.Milliseconds },
            MedianMs = launch.MedianMs,
            Counts = counting.Contains(launch),
            Tainted = { launch.Tainted },
        }));
        return new() { Measurement = whole, Windows = { counted.SelectMany(reply => reply.Windows) } };
    }

    private static Throttling? Throttling(Measurement[] parts)
    {
        var told = parts.Select(part => part.Throttling).OfType<Throttling>().ToArray();
        return told.Length == 0 ? null : new() { Active = { told.SelectMany(t => t.Active).Distinct() }, Events = told.Sum(t => t.Events) };
    }
}
