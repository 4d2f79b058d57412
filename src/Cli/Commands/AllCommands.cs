using System.CommandLine;
using DeepIoT.Cli.Commands.Access;
using DeepIoT.Cli.Commands.Artifacts;
using DeepIoT.Cli.Commands.Bench;
using DeepIoT.Cli.Commands.Boards;
using DeepIoT.Cli.Commands.Campaigns;
using DeepIoT.Cli.Commands.Certificates;
using DeepIoT.Cli.Commands.Data;
using DeepIoT.Cli.Commands.Roles;
using DeepIoT.Cli.Commands.Trainers;
using DeepIoT.Cli.Commands.Zoo;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands;

/// <summary>Every command, in the order in which the help lists them.</summary>
internal static class AllCommands
{
    public static IEnumerable<Command> Make(Terminal terminal, TimeProvider time, Option<bool> verbose, string logFolder) =>
    [
        new DemoCommand(terminal, time, verbose),
        new UpCommand(terminal, time, verbose, logFolder),
        new SubmitCommand(terminal, time),
        new CampaignsCommand(terminal),
        new WatchCommand(terminal, time),
        new CancelCommand(terminal),
        new PauseCommand(terminal),
        new ResumeCommand(terminal),
        new ExtendCommand(terminal),
        new ResultsCommand(terminal),
        new PullCommand(terminal),
        new BoardsCommand(terminal),
        new TrainersCommand(terminal),
        new TopCommand(terminal, time),
        new AttachCommand(terminal),
        new TokensCommand(terminal),
        new AuditCommand(terminal, time),
        new CertsCommand(terminal, time),
        new ArtifactsCommand(terminal),
        new InspectCommand(terminal),
        new CompressCommand(terminal, time),
        new MeasureCommand(terminal),
        new CharacteriseCommand(terminal),
        new DataCommand(terminal),
        new ZooCommand(terminal),
        new BenchCommand(terminal, time),
        new CoordinatorCommand(),
        new TrainerCommand(),
        new ProfilerCommand(),
        new CompletionCommand(terminal),
        new OperatorsCommand(terminal),
        new TelemetryCommand(terminal),
    ];
}
