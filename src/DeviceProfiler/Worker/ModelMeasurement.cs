using System.Diagnostics;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using DeepIoT.DeviceProfiler.Inference;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Microsoft.ML.OnnxRuntime;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>From a job to its reply: loads the model, measures it, and puts what stands against it into words.</summary>
internal static class ModelMeasurement
{
    // ONNX Runtime has no code for it: these are the words of its allocators and of libstdc++.
    private static readonly string[] OutOfMemory = ["bad_alloc", "bad allocation", "Failed to allocate memory", "Out of memory"];

    public static async Task<WorkerReply> Take(WorkerJob job, TimeProvider time)
    {
        if (!File.Exists(job.ModelPath))
            return Failed($"the model's file {job.ModelPath} is gone", modelAtFault: false);
        try
        {
            return await MeasureAsync(job, time);
        }
        catch (ModelRefusedException refusal)
        {
            return Failed(refusal.Message);
        }
        catch (Exception fault) when (fault is OutOfMemoryException || SpeaksOfMemory(fault.Message))
        {
            return OverMemory(job.MemoryLimitBytes);
        }
        catch (OnnxRuntimeException fault)
        {
            return Failed($"ONNX Runtime {OnnxInference.RuntimeVersion} cannot run the model: {fault.Message.Replace(job.ModelPath, Path.GetFileName(job.ModelPath), StringComparison.Ordinal)}");
        }
    }

    public static bool SpeaksOfMemory(string text) =>
        OutOfMemory.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase));

    public static WorkerReply OverMemory(long limit) =>
        Failed(limit > 0 ? $"the model needs more memory than the limit of {limit} bytes" : "the model needs more memory than the board has");

    public static WorkerReply Failed(string reason, bool modelAtFault = true, bool boardAtFault = false) =>
        new() { Failure = new() { Reason = reason, ModelAtFault = modelAtFault, BoardAtFault = boardAtFault } };

    private static long PeakRss()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private static async Task<WorkerReply> MeasureAsync(WorkerJob job, TimeProvider time)
    {
        var plan = PlanOf(job);
        var start = time.GetTimestamp();
        using var inference = OnnxInference.Load(job.ModelPath, plan.Threads, plan.Batch, plan.Seed);
        var load = time.GetElapsedTime(start);
        var run = new MeasuringRun(inference, new LinuxConditions(new SystemFiles(job.SystemRoot)), time, Environment.ProcessorCount, new TaintLimits());
        var attempt = await run.RunAsync(plan);
        var measurement = MeasurementReport.Write(job, plan, attempt, load, PeakRss(), time.GetUtcNow());
        if (job.WithOperators)
            AddOperators(measurement, job.ModelPath, plan);
        return new()
        {
            Measurement = measurement,
            Windows = { attempt.Readings.Select(reading => Window(reading, time)) },
        };
    }

    private static MeasuringPlan PlanOf(WorkerJob job)
    {
        var plan = MeasuringPlan.From(job.Protocol, job.Board.Threads);
        return plan with
        {
            TimeLimit = job.TimeLeft?.ToTimeSpan() ?? plan.TimeLimit,
            Readings = job.Readings > 0 ? job.Readings : plan.Readings,
            RunsPerReading = job.RunsPerReading > 0 ? job.RunsPerReading : null,
            LeastTime = job.LeastMeasuring?.ToTimeSpan() ?? TimeSpan.Zero,
        };
    }

    /// <summary>After the readings, so that neither they nor the peak of memory have the profiling in them.</summary>
    private static void AddOperators(Measurement measurement, string model, MeasuringPlan plan)
    {
        try
        {
            measurement.Operators.Add(OperatorTimes.Of(model, Path.GetTempPath(), plan.Threads, plan.Batch, plan.Seed, TimeSpan.FromMilliseconds(measurement.MedianMs)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or OnnxRuntimeException)
        {
            measurement.OperatorsMissing = $"the runtime's profile cannot be had: {fault.Message}";
        }
    }

    private static RunWindow Window(Reading reading, TimeProvider time)
    {
        var from = MonotonicClock.Nanoseconds(reading.StartedAt, time.TimestampFrequency);
        return new() { From = from, To = from + MonotonicClock.Nanoseconds(reading.Elapsed.Ticks, TimeSpan.TicksPerSecond) };
    }
}
