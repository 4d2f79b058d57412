using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;
using DeepIoT.DeviceProfiler;
using DeepIoT.DeviceProfiler.Telemetry.Otlp;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>`deepiot profiler`</summary>
internal sealed class ProfilerCommand : ExampleCommand
{
    public ProfilerCommand()
        : base("profiler", "Run a board agent alone: it waits for its coordinator for as long as it takes.",
            "deepiot profiler --join http://127.0.0.1:5090 --board-name bench-1")
    {
        var options = new BoardOptionSet();
        var join = CommonOptions.Coordinator("--join");
        AddRange([join, .. options.All]);
        SetAction(async (parsed, cancellation) =>
        {
            var board = options.Read(parsed);
            board.Coordinator = parsed.GetRequiredValue(join);
            using var logs = LoggerFactory.Create(HostLogs.ToConsole);
            await using var export = OtlpExport.FromEnvironment(board.Name, logs);
            await BoardAgent.RunAsync(board, logs, cancellation);
        });
    }
}
