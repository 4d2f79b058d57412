using System.CommandLine;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards drain`</summary>
internal sealed class BoardsDrainCommand : ClusterCommand
{
    public BoardsDrainCommand(Terminal terminal)
        : base("drain", "Let a board finish its job and give it no more, until it is resumed; also after it or the coordinator has started again.",
            "deepiot boards drain kitchen-pi --reason \"new fan\"")
    {
        var name = BoardStates.Name();
        var reason = new Option<string>("--reason") { Description = "For whoever lists the boards.", HelpName = "text", DefaultValueFactory = _ => "" };
        AddRange([name, reason]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new DrainBoardRequest { Name = parsed.GetRequiredValue(name), Reason = parsed.GetRequiredValue(reason) };
            terminal.Out.WriteLine(BoardStates.Sentence(await connection.Boards.DrainAsync(request, cancellationToken: cancellation)));
        });
    }
}
