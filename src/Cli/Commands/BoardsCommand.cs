using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot boards`</summary>
internal sealed class BoardsCommand(Terminal terminal) : ListCommand<Board>(
    terminal, "boards", "List the boards that measure candidates, with the class to name in a latency target.", Columns,
    "No boards yet. `deepiot attach` makes this machine one.",
    "deepiot boards")
{
    private static readonly Column<Board>[] Columns =
    [
        new("name", "board", b => b.Description.Name),
        new("boardClass", "class", b => b.Description.BoardClass, b => Readable.BoardClass(b.Description.BoardClass, b.Description.Simulated)),
        new("simulated", "simulated", b => b.Description.Simulated, b => b.Description.Simulated ? "yes" : "no"),
        new("state", "state", b => Words.Of(b.State)),
        new("soc", "SoC", b => b.Description.Soc),
        new("cores", "cores", b => b.Description.Cores),
        new("runtimeVersion", "runtime", b => b.Description.RuntimeVersion),
        new("energyTier", "energy", b => b.Description.EnergyTier),
        new("jobsCompleted", "measured", b => b.JobsCompleted),
        new("jobsFailed", "failed", b => b.JobsFailed),
        new("lastSeen", "last seen", b => Readable.Iso(b.LastSeen), b => Readable.Moment(b.LastSeen)),
    ];

    protected override async Task<IReadOnlyList<Board>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation) =>
        (await connection.Boards.ListAsync(new ListBoardsRequest(), cancellationToken: cancellation)).Boards;
}
