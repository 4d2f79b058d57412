using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>`deepiot boards`, and what can be done with one of them.</summary>
internal sealed class BoardsCommand : ListCommand<Board>
{
    internal const string WhenEmpty = "No boards yet. `deepiot attach` makes this machine one.";

    internal static readonly Column<Board> BoardClass =
        new("boardClass", "class", b => b.Description.BoardClass, b => Readable.BoardClass(b.Description.BoardClass, b.Description.Simulated));

    private static readonly Column<Board>[] Columns =
    [
        new("name", "board", b => b.Description.Name),
        BoardClass,
        new("simulated", "simulated", b => b.Description.Simulated, b => b.Description.Simulated ? "yes" : "no"),
        new("state", "state", b => Words.Of(b.State)),
        new("reason", "why", b => b.Reason.Length > 0 ? b.Reason : null, BoardStates.Why),
        new("campaigns", "campaigns", b => string.Join(' ', b.Campaigns), InTable: false),
        new("soc", "SoC", b => b.Description.Soc),
        new("cores", "cores", b => b.Description.Cores),
        new("runtimeVersion", "runtime", b => b.Description.RuntimeVersion),
        new("energyTier", "energy", b => b.Description.EnergyTier),
        new("jobsCompleted", "measured", b => b.JobsCompleted),
        new("jobsFailed", "failed", b => b.JobsFailed),
        new("jobsTainted", "tainted", b => b.JobsTainted, InTable: false),
        new("lastSeen", "last seen", b => Readable.Iso(b.LastSeen), b => Readable.Moment(b.LastSeen)),
    ];

    public BoardsCommand(Terminal terminal)
        : base(terminal, "boards", "List the boards that measure candidates, with the class to name in a latency target.", Columns,
            WhenEmpty,
            "deepiot boards", "deepiot boards show kitchen-pi", "deepiot boards drain kitchen-pi --reason \"new fan\"")
    {
        Add(new BoardsShowCommand(terminal));
        Add(new BoardsCharacteriseCommand(terminal));
        Add(new BoardsDrainCommand(terminal));
        Add(new BoardsResumeCommand(terminal));
        Add(new BoardsInviteCommand(terminal));
        Add(new BoardsRevokeCommand(terminal));
    }

    protected override async Task<IReadOnlyList<Board>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation) =>
        (await connection.Boards.ListAsync(new ListBoardsRequest(), cancellationToken: cancellation)).Boards;
}
