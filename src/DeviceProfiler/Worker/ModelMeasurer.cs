using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>Measures model files as one board, each in a child process: the same for jobs and for a person at the terminal.</summary>
internal sealed class ModelMeasurer(BoardDescription board, MeteredWorker worker, long memoryLimitBytes, string systemRoot = "/")
{
    /// <summary>Three quarters, so that the system and the agent live on beside the greediest model.</summary>
    public static long DefaultMemoryLimit(BoardDescription board) => board.MemoryBytes / 4 * 3;

    public Task<WorkerReply> MeasureAsync(string modelPath, MeasuringProtocol protocol, TimeSpan deadline, CancellationToken cancel)
    {
        var job = new WorkerJob
        {
            ModelPath = Path.GetFullPath(modelPath),
            Protocol = protocol,
            Board = board,
            MemoryLimitBytes = memoryLimitBytes,
            SystemRoot = systemRoot,
        };
        return worker.RunAsync(job, deadline, cancel);
    }
}
