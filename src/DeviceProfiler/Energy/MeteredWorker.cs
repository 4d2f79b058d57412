using DeepIoT.DeviceProfiler.Energy.Reckoning;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.DeviceProfiler.Worker.Wire;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>
/// Runs a job with a meter beside it. Sampling lives here, in the agent, and not in the child that is measured: it
/// begins before the first child and ends after the last, and so sees the board idle; it does not hang with a child or die with
/// it; and its thread and memory are not the model's. The child hands over when its inferences ran, by a clock that
/// both share.
/// </summary>
internal sealed class MeteredWorker(Launcher worker, MeterChoice choice, TimeProvider time)
{
    /// <inheritdoc cref="Launcher.RunAsync"/>
    /// <returns>Its reply; a measurement carries joules, or why there are none, which never costs it its latency.</returns>
    public async Task<WorkerReply> RunAsync(WorkerJob job, TimeSpan deadline, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        var (meter, whyNot) = Open(job, deadline);
        using (meter)
        {
            return meter is null
                ? Unmetered(await worker.RunAsync(job, Left(), cancel), whyNot)
                : await RunAsync(meter, job, Left, cancel);
        }

        TimeSpan Left() => deadline - time.GetElapsedTime(start);
    }

    private (IEnergyMeter? Meter, string WhyNot) Open(WorkerJob job, TimeSpan deadline)
    {
        if (choice.Source is not { } source)
            return (null, choice.WhyNone);
        var limit = MeasuringPlan.From(job.Protocol, job.Board.Threads).TimeLimit;
        if (MeterSchedule.For(source.Meter).Obstacle(source.Meter, limit, deadline) is { } obstacle)
            return (null, obstacle);
        try
        {
            return (source.Open(), "");
        }
        catch (MeterException fault)
        {
            return (null, fault.Message);
        }
    }

    private async Task<WorkerReply> RunAsync(IEnergyMeter meter, WorkerJob job, Func<TimeSpan> left, CancellationToken cancel)
    {
        var schedule = MeterSchedule.For(meter.Description);
        await Task.Delay(MeterSchedule.Settle, time, cancel);
        using var sampler = new Sampler(meter, left());
        await Task.Delay(schedule.Idle, time, cancel);
        var idleUntil = MonotonicClock.Now;

        job.LeastMeasuring = Duration.FromTimeSpan(schedule.Running);
        var reply = await worker.RunAsync(job, left(), cancel);
        if (reply.Measurement is null)
            return reply;

        // A meter that has failed sees no idle board either, and a job that took long keeps its latency.
        var watches = sampler.Fault is null && MeterSchedule.Settle + schedule.Idle <= left();
        if (watches)
            await Task.Delay(MeterSchedule.Settle, time, cancel);
        var idleFrom = MonotonicClock.Now;
        if (watches)
            await Task.Delay(schedule.Idle, time, cancel);
        var sampled = sampler.Stop();
        MeteringReport.Write(reply.Measurement, meter.Description, Reckon(sampled, meter.Description, reply, idleUntil, idleFrom), sampled.Overhead);
        return reply;
    }

    private WorkerReply Unmetered(WorkerReply reply, string whyNot)
    {
        if (reply.Measurement is not null)
            MeteringReport.Write(reply.Measurement, choice.Source?.Meter, new EnergyOutcome.Missing(whyNot), overhead: null);
        return reply;
    }

    private static EnergyOutcome Reckon(SampledPower sampled, MeterDescription meter, WorkerReply reply, long idleUntil, long idleFrom)
    {
        if (sampled.Fault is { } fault)
            return new EnergyOutcome.Missing(fault);
        if (sampled.Trace is not { } trace)
            return new EnergyOutcome.Missing("insufficient: the meter gave no reading");
        TimeWindow[] running = [.. reply.Windows.Select(window => new TimeWindow(window.From, window.To))];
        var inferences = (long)running.Length * reply.Measurement.RunsPerReading;
        return EnergyReckoning.Of(new(meter, trace, new(trace.Span.From, idleUntil), running, new(idleFrom, trace.Span.To), inferences));
    }
}
