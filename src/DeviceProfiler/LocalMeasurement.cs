using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Detection;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler;

/// <summary>Measures a model file on this machine without a coordinator, by the same child processes that serve jobs.</summary>
public static class LocalMeasurement
{
    // Beside the measuring stage: loading, two seconds of warm-up and pilot, the rest between attempts.
    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(2);

    /// <param name="modelPath">An ONNX file.</param>
    /// <param name="protocol">What is left out takes its default; threads: one.</param>
    /// <param name="deadline">The child is killed after this; null is the protocol's time limit and two minutes.</param>
    /// <param name="meter">Null measures latency only.</param>
    /// <param name="label">A last word of the board class; null adds none.</param>
    /// <exception cref="MeasurementFailedException">There is no measurement, and why.</exception>
    public static async Task<Measurement> RunAsync(
        string modelPath, MeasuringProtocol protocol, TimeSpan? deadline = null, MeterChoice? meter = null, string? label = null, CancellationToken cancellation = default)
    {
        if (!File.Exists(modelPath))
            throw new MeasurementFailedException($"there is no file {modelPath}", modelAtFault: true);
        var board = BoardDetection.Describe(new SystemFiles(), Environment.MachineName, boardClass: null, Math.Max(1, protocol.Threads), label: label);
        var worker = new MeteredWorker(new Launcher(new WorkerProcess(WorkerCommand.OfThisProgram(), TimeProvider.System), TimeProvider.System), meter ?? MeterChoice.Off, TimeProvider.System);
        var measurer = new ModelMeasurer(board, worker, ModelMeasurer.DefaultMemoryLimit(board));
        var patience = deadline ?? MeasuringPlan.From(protocol, board.Threads).TimeLimit + Allowance;
        var reply = await measurer.MeasureAsync(modelPath, protocol, patience, cancellation);
        return reply.Measurement ?? throw new MeasurementFailedException(reply.Failure.Reason, reply.Failure.ModelAtFault);
    }
}
