using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards revoke`</summary>
internal sealed class BoardsRevokeCommand : ClusterCommand
{
    public BoardsRevokeCommand(Terminal terminal)
        : base("revoke", "End an enrolled board's credential at once; it must be invited again to come back.", "deepiot boards revoke kitchen-pi")
    {
        var name = BoardStates.Name();
        Add(name);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var board = parsed.GetRequiredValue(name);
            await connection.Boards.RevokeAsync(new RevokeBoardRequest { Name = board }, cancellationToken: cancellation);
            terminal.Out.WriteLine($"The credential of {board} is revoked.");
        });
    }
}
