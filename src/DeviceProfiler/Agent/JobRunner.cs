using System.Globalization;
using DeepIoT.DeviceProfiler.Models;
using DeepIoT.DeviceProfiler.Telemetry;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>From a job to its answer: fetches the model by its hash and has it measured, all within the deadline.</summary>
internal sealed class JobRunner(ModelCache models, ModelMeasurer measurer, BoardDescription board, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(5);

    /// <returns>Completed or failed; whatever goes wrong is an answer as well.</returns>
    public async Task<FromBoard> RunAsync(MeasureJob job, CancellationToken stop)
    {
        using var activity = Signals.Continue(Spans.BoardJob, job.TraceParent);
        activity?.SetTag("deepiot.artifact.sha256", job.ModelSha256).SetTag("deepiot.board.lease", job.LeaseId);
        var start = time.GetTimestamp();
        var (reply, outcome) = await AnswerAsync(job, start, stop);
        var took = time.GetElapsedTime(start);

        activity?.SetTag("deepiot.board.outcome", outcome);
        AgentSignals.JobEnded(took, board.BoardClass, outcome);
        AgentLog.JobEnded(logger, job.LeaseId, outcome, took.TotalSeconds, reply.Failure?.Reason ?? Summary(reply.Measurement));
        return ToAnswer(job.LeaseId, reply);
    }

    private static string Summary(Measurement measurement) => string.Create(
        CultureInfo.InvariantCulture,
        $"median {measurement.MedianMs:0.###} ms, {(measurement.HasJoules ? $"{measurement.Joules * 1000:0.###} mJ" : $"no energy: {measurement.Metering?.Reason}")}");

    private async Task<(WorkerReply, string Outcome)> AnswerAsync(MeasureJob job, long start, CancellationToken stop)
    {
        try
        {
            var reply = await MeasureAsync(job, start, stop);
            return (reply, reply.Measurement is not { } measurement ? "failed" : measurement.Tainted.Count > 0 ? "tainted" : "completed");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (ModelMeasurement.Failed("the board stopped the job before it was done", modelAtFault: false), "cancelled");
        }
        catch (Exception fault)
        {
            // Whatever it was, the coordinator must not wait for this board; the log has the whole of it. What was sent
            // wrongly is not the board's fault, anything else is.
            AgentLog.JobFaulted(logger, job.LeaseId, fault);
            return (ModelMeasurement.Failed($"the board could not do the job: {fault.Message}", modelAtFault: false, boardAtFault: fault is not (InvalidDataException or ArgumentException)), "failed");
        }
    }

    private async Task<WorkerReply> MeasureAsync(MeasureJob job, long start, CancellationToken stop)
    {
        var deadline = job.Deadline?.ToTimeSpan() is { Ticks: > 0 } asked ? asked : DefaultDeadline;
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        string path;
        try
        {
            if (job.Reference)
                models.Forget(job.ModelSha256);
            using var fetch = Signals.Start(Spans.Fetch);
            path = await models.PathOfAsync(job.ModelSha256, either.Token);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ModelMeasurement.Failed($"the model could not be stored on the board: {fault.Message}", modelAtFault: false, boardAtFault: true);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return ModelMeasurement.Failed($"the model could not be fetched within {deadline.TotalSeconds:0.###} s", modelAtFault: false);
        }
        catch (RpcException fault)
        {
            return ModelMeasurement.Failed($"the model could not be fetched: {fault.Status.Detail} ({fault.StatusCode})", modelAtFault: false);
        }
        var left = deadline - time.GetElapsedTime(start);
        using var measurement = Signals.Start(Spans.Measurement);
        return await measurer.MeasureAsync(path, job.Protocol ?? new(), left > TimeSpan.Zero ? left : TimeSpan.Zero, stop);
    }

    private static FromBoard ToAnswer(string lease, WorkerReply reply) => reply.Measurement is { } measurement
        ? new() { Completed = new() { LeaseId = lease, Measurement = measurement } }
        : new() { Failed = new() { LeaseId = lease, Reason = reply.Failure.Reason, ModelAtFault = reply.Failure.ModelAtFault, BoardAtFault = reply.Failure.BoardAtFault } };
}
