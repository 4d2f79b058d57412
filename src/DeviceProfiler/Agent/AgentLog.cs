using DeepIoT.Protocol;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Agent;

internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Information, "Board {Name} of class {BoardClass} attaches to {Coordinator}")]
    public static partial void Starting(ILogger logger, string name, string boardClass, CoordinatorAddresses coordinator);

    [LoggerMessage(9, LogLevel.Information, "Energy by {Meter} ({Tier}): {Measures}")]
    public static partial void Metering(ILogger logger, string meter, string tier, string measures);

    [LoggerMessage(10, LogLevel.Information, "Energy is not measured: {Reason}")]
    public static partial void NotMetering(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Attached")]
    public static partial void Attached(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "Not attached ({Reason}); trying again in {Seconds:0.0} s")]
    public static partial void Detached(ILogger logger, string reason, double seconds);

    [LoggerMessage(4, LogLevel.Information, "Job {Lease} on model {Model} started")]
    public static partial void JobStarted(ILogger logger, string lease, string model);

    [LoggerMessage(5, LogLevel.Information, "Job {Lease} {Outcome} after {Seconds:0.0} s: {Detail}")]
    public static partial void JobEnded(ILogger logger, string lease, string outcome, double seconds, string detail);

    [LoggerMessage(6, LogLevel.Error, "Job {Lease} met a fault of the agent")]
    public static partial void JobFaulted(ILogger logger, string lease, Exception fault);

    [LoggerMessage(7, LogLevel.Information, "Draining: {Reason}")]
    public static partial void Draining(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Information, "Enrolled as {Board}; the credential is in {Path}")]
    public static partial void Enrolled(ILogger logger, string board, string path);

    [LoggerMessage(8, LogLevel.Warning, "The job was not done {Seconds:0} s after the board was told to stop; it is given up")]
    public static partial void GivenUp(ILogger logger, double seconds);
}
