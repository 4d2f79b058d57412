using Akka.Actor;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Boards.Ledger;

public sealed class LedgerOutboxTests
{
    private readonly LedgerOutbox _outbox = new();

    [Fact]
    public void One_write_is_under_way_at_a_time_and_what_comes_meanwhile_is_the_next()
    {
        _outbox.Add("a", Event("1"));
        Assert.Equal(["1"], Next()!.Events.Select(entry => entry.Event.Detail));

        _outbox.Add("a", Event("2"));
        Assert.Null(Next());
        _outbox.Stored();

        Assert.Equal(["2"], Next()!.Events.Select(entry => entry.Event.Detail));
        _outbox.Stored();
        Assert.Null(Next());
    }

    [Fact]
    public void What_a_write_did_not_take_is_part_of_the_next_and_whoever_waited_is_told()
    {
        _outbox.Add("a", Event("1"));
        _outbox.AnswerLater(ActorRefs.Nobody, new BoardMissing());
        Next();
        _outbox.Add("b", Event("2"));

        Assert.Single(_outbox.Failed());

        var again = Next()!;
        Assert.Equal(["1", "2"], again.Events.Select(entry => entry.Event.Detail));
        Assert.Equal(["a", "b"], again.Boards.Select(board => board.Description.Name).Order());
        Assert.Empty(_outbox.Stored());
    }

    [Fact]
    public void Changes_wait_for_an_event_or_for_the_next_round()
    {
        _outbox.Changed("a");
        Assert.Null(Next());

        Assert.Equal(["a"], Next(now: true)!.Boards.Select(board => board.Description.Name));
    }

    private LedgerBatch? Next(bool now = false) =>
        _outbox.Next(name => new KeptBoard { Description = new BoardDescription { Name = name } }, now);

    private static BoardEvent Event(string detail) => new() { Detail = detail };
}
