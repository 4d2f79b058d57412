using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;
using DeepIoT.DeviceProfiler;
using DeepIoT.DeviceProfiler.Telemetry.Otlp;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>`deepiot attach`</summary>
internal sealed class AttachCommand : ClusterCommand
{
    public AttachCommand(Terminal terminal)
        : base("attach", "Make this machine a board of a running coordinator, until Ctrl-C.", "deepiot attach --coordinator http://127.0.0.1:5080")
    {
        var options = new BoardOptionSet();
        AddRange(options.All);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            // Unlike a service, a person wants to know at once that nobody is there.
            await AnswersAsync(connection, cancellation);
            var board = options.Read(parsed);
            board.Coordinator = connection.Address;
            using var logs = LoggerFactory.Create(HostLogs.ToConsole);
            terminal.Out.WriteLine($"{board.Name} is a board of {connection.Address} until Ctrl-C.");
            await using var export = OtlpExport.FromEnvironment(board.Name, logs);
            await BoardAgent.RunAsync(board, logs, cancellation);
        });
    }

    // A board's token does not list boards, and a join token does nothing but enrol: an answer all the same.
    private static async Task AnswersAsync(CoordinatorConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.Boards.ListAsync(new ListBoardsRequest(), cancellationToken: cancellation);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated)
        {
        }
    }
}
