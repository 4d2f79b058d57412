using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Boards.Ledger;

public sealed class BoardLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Boards_and_their_events_are_read_back_the_newest_event_first()
    {
        Open().Write(new([Kept("a", 1), Kept("b", 2)], [("a", Event("first")), ("b", Event("of b")), ("a", Event("second"))]));
        Open().Write(new([Kept("a", 3)], []));

        var ledger = Open();

        Assert.Equal([("a", 3), ("b", 2)], ledger.Boards().Select(board => (board.Description.Name, board.JobsCompleted)).Order());
        Assert.Equal(["second", "first"], ledger.History("a", 10).Select(happened => happened.Detail));
        Assert.Equal(["second"], ledger.History("a", 1).Select(happened => happened.Detail));
        Assert.Empty(ledger.History("c", 10));
    }

    [Fact]
    public void Of_one_boards_events_the_latest_are_kept_whatever_happens_to_others()
    {
        var ledger = Open();
        ledger.Write(new([], [("quiet", Event("once"))]));

        ledger.Write(new([], [.. Enumerable.Range(1, BoardLedger.MostEvents + 7).Select(number => ("busy", Event($"{number}")))]));

        var history = ledger.History("busy", 10_000);
        Assert.Equal((BoardLedger.MostEvents, $"{BoardLedger.MostEvents + 7}", "8"), (history.Count, history[0].Detail, history[^1].Detail));
        Assert.Single(ledger.History("quiet", 10));
    }

    public void Dispose() => _folder.Dispose();

    private BoardLedger Open() => new(new SqliteDatabase(Path.Combine(_folder.Path, "boards.db")));

    private static KeptBoard Kept(string name, int jobs) => new()
    {
        Description = new BoardDescription { Name = name },
        LastSeen = new() { Seconds = 1 },
        JobsCompleted = jobs,
    };

    private static BoardEvent Event(string detail) => new() { Kind = BoardEventKind.Attached, Detail = detail };
}
