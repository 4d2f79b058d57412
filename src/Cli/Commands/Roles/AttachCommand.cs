using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;
using DeepIoT.DeviceProfiler;
using DeepIoT.Protocol.V1;
using Microsoft.Extensions.Logging;

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
            await connection.Boards.ListAsync(new ListBoardsRequest(), cancellationToken: cancellation);
            var board = options.Read(parsed);
            board.Coordinator = connection.Address;
            using var logs = LoggerFactory.Create(HostLogs.ToConsole);
            terminal.Out.WriteLine($"{board.Name} is a board of {connection.Address} until Ctrl-C.");
            await BoardAgent.RunAsync(board, logs, cancellation);
        });
    }
}
