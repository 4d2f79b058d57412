using System.CommandLine;
using DeepIoT.Cli.Hosting;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>`deepiot up`</summary>
internal sealed class UpCommand : ExampleCommand
{
    private static readonly Uri Page = new("http://127.0.0.1:5081");

    public UpCommand(Terminal terminal, TimeProvider time, Option<bool> verbose, string logFolder)
        : base("up", "Run a coordinator, a trainer and this machine as a board in one process, until Ctrl-C.",
            "deepiot up", "deepiot up --listen http://127.0.0.1:5090 --slots 1")
    {
        var (coordinator, trainer, board) = (new CoordinatorOptionSet(Page), new TrainerOptionSet(), new BoardOptionSet());
        AddRange([.. coordinator.All, .. trainer.All, .. board.All]);
        SetAction(async (parsed, cancellation) =>
        {
            using var log = new FileLog(Path.Combine(logFolder, "up.log"), time);
            await using var cluster = await LocalCluster.StartAsync(
                coordinator.Read(parsed), trainer.Read(parsed), board.Read(parsed),
                parsed.GetValue(verbose) ? HostLogs.ToConsole : HostLogs.To(log), cancellation);
            terminal.Out.WriteLine($"The coordinator listens at {cluster.Address}; a trainer and this machine as a board are with it.");
            terminal.Out.WriteLine($"The live page is {cluster.Page}");
            terminal.Out.WriteLine($"`deepiot submit FILE.yaml` starts a campaign. The log is {log.Path}. Ctrl-C stops.");
            await cluster.Board.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cluster.Board.IsFaulted)
                await cluster.Board;
        });
    }
}
