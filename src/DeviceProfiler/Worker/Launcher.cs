using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker.Wire;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>Measures a model by launches, one child process after the other, until they agree.</summary>
public sealed class Launcher(WorkerProcess worker, TimeProvider time)
{
    /// <param name="deadline">For all launches together.</param>
    /// <returns>One measurement of all, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The job was cancelled; no child is left by then.</exception>
    public async Task<WorkerReply> RunAsync(WorkerJob job, TimeSpan deadline, CancellationToken cancel)
    {
        var plan = MeasuringPlan.From(job.Protocol, job.Board.Threads);
        var (stage, start, longest) = (new Launches(plan.IntervalShare, plan.TimeLimit), time.GetTimestamp(), TimeSpan.Zero);
        var (launches, replies) = (new List<Launch>(), new List<WorkerReply>());
        while (stage.NextReadings(launches) is { } readings)
        {
            var begun = time.GetElapsedTime(start);
            // One that is killed at the deadline would cost the figures of those before.
            if (launches.Count > 0 && deadline - begun < longest)
                break;
            var reply = await worker.RunAsync(Next(job, readings, plan.TimeLimit, launches, replies), deadline - begun, cancel);
            if (reply.Measurement is null)
                return reply;
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (time.GetElapsedTime(start) - begun).Ticks));
            replies.Add(reply);
            launches.Add(new(reply.Measurement.ReadingsMs, Span(reply), reply.Measurement.Tainted));
        }
        return LaunchesReport.Write(stage, launches, replies);
    }

    private static WorkerJob Next(WorkerJob job, int readings, TimeSpan limit, List<Launch> launches, List<WorkerReply> replies)
    {
        var next = job.Clone();
        next.Readings = readings;
        next.RunsPerReading = replies.Count > 0 ? replies[0].Measurement.RunsPerReading : 0;
        next.TimeLeft = Duration.FromTimeSpan(limit - TimeSpan.FromTicks(launches.Sum(launch => launch.Took.Ticks)));
        next.LeastMeasuring = job.LeastMeasuring is { } least ? Duration.FromTimeSpan(least.ToTimeSpan() / Launches.Enough) : null;
        next.WithOperators = replies.Count == 0;
        return next;
    }

    private static TimeSpan Span(WorkerReply reply) => TimeSpan.FromMicroseconds((reply.Windows[^1].To - reply.Windows[0].From) / 1000);
}
