using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator.Tests.Boards;

public sealed class BoardPoolTests : TestKit
{
    private static readonly ReferencePlan Plan = new(
        Example.Sha("reference"), new MeasuringProtocol { Batch = 1 }, TimeSpan.FromDays(1), TimeSpan.FromMinutes(1));

    private readonly TemporaryFolder _folder = new();
    private readonly TestProbe _session;
    private readonly TestProbe _campaigns;
    private readonly VirtualTime _time;

    public BoardPoolTests()
        : base(VirtualTime.Configuration) =>
        (_session, _campaigns, _time) = (CreateTestProbe(), CreateTestProbe(), new VirtualTime((TestScheduler)Sys.Scheduler));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_wall_clock_that_is_set_ends_no_lease_and_shows_the_time_it_was_set_to(int direction)
    {
        var pool = Pool();
        Attach(pool);
        pool.Tell(new MeasurementRequested { CampaignId = "c1", Key = Example.Measuring(Example.Sha("m1")) });
        var lease = _session.ExpectMsg<LeaseGranted>().LeaseId;
        _campaigns.ExpectMsg<MeasurementLeased>();

        _time.Jump = direction * TimeSpan.FromDays(400);
        Advance(pool);

        _campaigns.ExpectNoMsg(TimeSpan.Zero);
        var board = Show(pool).Board;
        Assert.Equal(BoardState.Busy, board.State);
        Assert.InRange(_time.GetUtcNow() - board.LastSeen.ToDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        pool.Tell(new LeaseCompleted { LeaseId = lease, Measurement = Example.Measurement() });
        _campaigns.ExpectMsg<MeasurementCompleted>();
    }

    [Fact]
    public void An_order_is_answered_once_the_ledger_has_it()
    {
        var pool = Pool();
        Attach(pool);

        pool.Tell(new DrainAsked { Board = "a", Reason = "new fan" }, TestActor);
        ExpectMsg<Board>(board => board.State == BoardState.Draining);

        var kept = Assert.Single(Ledger().Boards());
        Assert.Equal("new fan", kept.Drained.Reason);
        Assert.Equal(BoardEventKind.Drained, Ledger().History("a", 1)[0].Kind);
    }

    [Fact]
    public void An_order_that_the_ledger_does_not_take_is_not_acknowledged_and_is_stored_when_it_can_be()
    {
        var pool = Pool();
        Attach(pool);
        AwaitCondition(() => Ledger().Boards().Count == 1, TimeSpan.FromSeconds(30));
        using (var connection = new SqliteConnection($"Data Source={LedgerPath};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
            pool.Tell(new DrainAsked { Board = "a" }, TestActor);
            ExpectMsg<LedgerFault>(fault => fault.Reason.Contains("disk is full", StringComparison.Ordinal));
            Execute(connection, "DROP TRIGGER full");
        }

        Advance(pool);

        AwaitCondition(() => Ledger().Boards()[0].Drained is not null, TimeSpan.FromSeconds(30));
        Assert.Equal([BoardEventKind.Drained, BoardEventKind.Attached], Ledger().History("a", 10).Select(happened => happened.Kind));
    }

    [Fact]
    public void A_board_that_is_not_known_cannot_be_ordered_about()
    {
        Pool().Tell(new DrainAsked { Board = "nobody" }, TestActor);

        ExpectMsg<BoardMissing>(missing => missing.Board == "nobody");
    }

    [Fact]
    public void A_second_agent_is_refused_by_name_while_the_first_is_heard_and_the_first_keeps_its_lease()
    {
        var pool = Pool();
        Attach(pool, "one");
        pool.Tell(new MeasurementRequested { CampaignId = "c1", Key = Example.Measuring(Example.Sha("m1")) });
        _session.ExpectMsg<LeaseGranted>();
        var newcomer = CreateTestProbe();

        pool.Tell(Attached("two"), newcomer.Ref);
        Show(pool);
        newcomer.ExpectNoMsg(TimeSpan.Zero);
        Advance(pool);
        pool.Tell(Attached("two"), newcomer.Ref);

        newcomer.ExpectMsg<BoardRefused>(refused => refused.Board == "a");
        Assert.Equal(BoardState.Busy, Show(pool).Board.State);
        pool.Tell(new BoardDetached { Board = "a" }, newcomer.Ref);
        Assert.Equal(BoardState.Busy, Show(pool).Board.State);
    }

    [Fact]
    public void A_second_agent_takes_over_from_one_that_is_silent()
    {
        var pool = Pool();
        Attach(pool, "one");
        var newcomer = CreateTestProbe();

        for (var interval = 0; interval < 4; interval++)
        {
            pool.Tell(Attached("two"), newcomer.Ref);
            Show(pool);
            newcomer.ExpectNoMsg(TimeSpan.Zero);
            ((TestScheduler)Sys.Scheduler).Advance(BoardPoolState.HeartbeatInterval);
        }

        pool.Tell(Attached("two"), newcomer.Ref);
        newcomer.ExpectMsg<BoardWelcomed>();
        Assert.Equal(BoardState.Free, Show(pool).Board.State);
    }

    [Fact]
    public void A_board_is_compared_and_its_verdict_is_kept()
    {
        var pool = Pool(Plan);
        foreach (var (agent, figure) in new[] { ("1", 1), ("2", 1), ("3", 1), ("4", 3.0) })
        {
            pool.Tell(Attached(agent), _session.Ref);
            _session.FishForMessage(message => message is BoardWelcomed);
            var lease = (LeaseGranted)_session.FishForMessage(message => message is LeaseGranted);
            Assert.True(lease.Reference);
            pool.Tell(new LeaseCompleted { LeaseId = lease.LeaseId, Measurement = Example.Measurement(figure) }, _session.Ref);
        }

        Assert.Equal(BoardState.Sick, Show(pool).Board.State);
        AwaitCondition(() => Ledger().Boards() is [{ Health.Sickness: not null }], TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Whoever_asks_without_a_campaign_is_answered_itself_and_withdraws_by_its_end()
    {
        var pool = Pool();
        Attach(pool);
        var (asker, other) = (CreateTestProbe(), CreateTestProbe());

        pool.Tell(Direct("d1", "m1"), asker.Ref);
        var first = _session.ExpectMsg<LeaseGranted>();
        asker.ExpectMsg<MeasurementLeased>(leased => leased.Board == "a");
        pool.Tell(new LeaseCompleted { LeaseId = first.LeaseId, Measurement = Example.Measurement() }, _session.Ref);
        asker.ExpectMsg<MeasurementCompleted>(completed => completed.CampaignId == "d1");
        pool.Tell(Direct("d2", "m2"), other.Ref);
        var second = _session.ExpectMsg<LeaseGranted>();
        Sys.Stop(other.Ref);

        _session.ExpectMsg<LeaseEnded>(ended => ended.LeaseId == second.LeaseId);
        _campaigns.ExpectNoMsg(TimeSpan.Zero);
    }

    private static MeasurementRequested Direct(string id, string model) =>
        new() { CampaignId = id, Key = Example.Measuring(Example.Sha(model)), Priority = Priority.Low, Direct = true };

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private string LedgerPath => Path.Combine(_folder.Path, "boards.db");

    private BoardLedger Ledger() => new(new SqliteDatabase(LedgerPath));

    private IActorRef Pool(ReferencePlan? plan = null)
    {
        var table = new MeasurementTable(new SqliteDatabase(Path.Combine(_folder.Path, "measurements.db")));
        var ledger = Ledger();
        return Sys.ActorOf(Props.Create(() => new BoardPool(() => _campaigns.Ref, table, ledger, _time, TimeSpan.FromMinutes(1), plan)));
    }

    private static BoardAttached Attached(string agent) => new()
    {
        Board = new BoardDescription { Name = "a", BoardClass = Example.Class, Simulated = true },
        AgentId = agent,
    };

    private void Attach(IActorRef pool, string agent = "one")
    {
        pool.Tell(Attached(agent), _session.Ref);
        _session.ExpectMsg<BoardWelcomed>();
    }

    private static BoardDetails Show(IActorRef pool) => pool.Ask<BoardDetails>(new BoardAsked { Board = "a" }, TimeSpan.FromSeconds(30)).Result;

    /// <summary>One heartbeat interval, with a heartbeat.</summary>
    private void Advance(IActorRef pool)
    {
        ((TestScheduler)Sys.Scheduler).Advance(BoardPoolState.HeartbeatInterval);
        pool.Tell(new BoardHeard { Board = "a" }, _session.Ref);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
