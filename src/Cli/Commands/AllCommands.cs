using System.CommandLine;
using DeepIoT.Cli.Commands.Zoo;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands;

/// <summary>Every command, in the order in which the help lists them.</summary>
internal static class AllCommands
{
    public static IEnumerable<Command> Make(Terminal terminal, TimeProvider time) =>
    [
        new SubmitCommand(terminal, time),
        new CampaignsCommand(terminal),
        new WatchCommand(terminal, time),
        new CancelCommand(terminal),
        new ResultsCommand(terminal),
        new PullCommand(terminal),
        new BoardsCommand(terminal),
        new TrainersCommand(terminal),
        new InspectCommand(terminal),
        new CompressCommand(terminal, time),
        new ZooCommand(terminal),
        new CompletionCommand(terminal),
    ];
}
