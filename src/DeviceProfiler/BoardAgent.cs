using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Detection;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Enrolment;
using DeepIoT.DeviceProfiler.Models;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler;

/// <summary>The board agent: attaches this machine to a coordinator and measures the models it is given.</summary>
public static class BoardAgent
{
    // With heartbeats every two seconds a connection is half-open by then, and the next stream is to get another.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Takes part until <paramref name="stop"/> is cancelled: then no new job is taken, and the method returns once
    /// the current one is answered, or given up at <see cref="ProfilerOptions.DrainLimit"/>.
    /// A coordinator that is away is waited for.
    /// </summary>
    /// <exception cref="BoardRefusedException">The options are wrong, or the coordinator refuses this board.</exception>
    public static Task RunAsync(ProfilerOptions options, ILoggerFactory loggers, CancellationToken stop) =>
        RunAsync(options, loggers, WorkerCommand.OfThisProgram(), TimeProvider.System, stop);

    internal static async Task RunAsync(
        ProfilerOptions options, ILoggerFactory loggers, WorkerCommand command, TimeProvider time, CancellationToken stop)
    {
        var problems = ProfilerOptionsValidator.Validate(options);
        if (problems.Count > 0)
            throw new BoardRefusedException(problems);

        var logger = loggers.CreateLogger("DeepIoT.DeviceProfiler");
        if (await AccessAsync(options, time, logger, stop) is not { } access)
            return;
        var files = new SystemFiles();
        var meter = MeterChoice.Of(options.Meter, options.MeterFactor, files);
        var board = BoardDetection.Describe(files, options.Name, options.BoardClass ?? access.ClassHint, options.Threads, options.Cores is { } cores ? CoreSet.Parse(cores) : null, options.Label);
        board.EnergyTier = meter.Tier.Word();
        AgentLog.Starting(logger, board.Name, board.BoardClass, options.Coordinator);
        if (meter.Source is { Meter: var described })
            AgentLog.Metering(logger, described.Name, board.EnergyTier, described.Measures);
        else
            AgentLog.NotMetering(logger, meter.WhyNone);

        using var channel = CoordinatorChannel.To(options.Coordinator, access.Token, Patience);
        var artifacts = new ArtifactClient(channel, TransferRetry.Endless, time);
        var models = new ModelCache(options.CacheFolder, options.CacheLimitBytes, artifacts, time);
        var measurer = new ModelMeasurer(board, new MeteredWorker(new Launcher(new WorkerProcess(command, time), time), meter, time), options.MemoryLimitBytes ?? ModelMeasurer.DefaultMemoryLimit(board));
        var jobs = new JobRunner(models, measurer, board, time, logger);
        var boards = new Protocol.V1.Boards.BoardsClient(channel);
        using var loop = new AgentLoop(new AgentState(board) { AgentId = Guid.NewGuid().ToString("N") }, boards, jobs.RunAsync, time, logger);
        await loop.RunAsync(options.DrainLimit, stop);
    }

    /// <returns>Null when the agent was told to stop before it had any.</returns>
    private static async Task<BoardAccess?> AccessAsync(ProfilerOptions options, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        try
        {
            return await BoardAccess.OfAsync(options, time, logger, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
