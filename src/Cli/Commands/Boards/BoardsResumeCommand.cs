using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards resume`</summary>
internal sealed class BoardsResumeCommand : ClusterCommand
{
    public BoardsResumeCommand(Terminal terminal)
        : base("resume", "Give a drained board jobs again, after a reference run.", "deepiot boards resume kitchen-pi")
    {
        var name = BoardStates.Name();
        Add(name);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new ResumeBoardRequest { Name = parsed.GetRequiredValue(name) };
            terminal.Out.WriteLine(BoardStates.Sentence(await connection.Boards.ResumeAsync(request, cancellationToken: cancellation)));
        });
    }
}
