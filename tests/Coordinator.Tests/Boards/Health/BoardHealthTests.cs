using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Boards.Health;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Tests.Boards.Health;

/// <summary>The pool with reference runs, at times of the test's choosing.</summary>
public sealed class BoardHealthTests
{
    private static readonly ReferencePlan Plan = new(
        Example.Sha("reference"), new MeasuringProtocol { Batch = 1 }, TimeSpan.FromDays(1), TimeSpan.FromMinutes(1));

    private BoardPoolState _pool = new("p", TimeSpan.FromMinutes(1), Plan);
    private DateTimeOffset _now = Example.Start;

    [Fact]
    public void A_board_measures_the_reference_model_before_its_first_job_and_only_once()
    {
        Request("m1");

        var reference = Assert.Single(Leases(Attach("a")));
        Assert.Equal((true, Plan.ModelSha256), (reference.Reference, reference.ModelSha256));
        Assert.Equal((BoardState.Busy, "reference run"), (State("a"), Reason("a")));

        var job = Assert.Single(Leases(Run("a", 1)));
        Assert.Equal((false, Example.Sha("m1")), (job.Reference, job.ModelSha256));
    }

    [Fact]
    public void It_does_so_again_after_a_day_and_when_its_agent_starts_but_not_when_a_stream_was_lost()
    {
        Attach("a", "start-1");
        Run("a", 1);
        _pool.Detach("a", _now);
        Assert.Empty(Leases(Attach("a", "start-1")));
        _pool.Detach("a", _now);
        Assert.Single(Leases(Attach("a", "start-2")));
        Run("a", 1);

        Assert.Empty(Leases(Pass(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1), "a")));
        Assert.True(Assert.Single(Leases(Pass(TimeSpan.FromMinutes(2), "a"))).Reference);
    }

    [Fact]
    public void A_job_under_way_is_finished_before_the_daily_run()
    {
        Attach("a");
        Run("a", 1);
        Pass(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(30), "a");
        Request("m1");
        Assert.Empty(Leases(Pass(TimeSpan.FromSeconds(40), "a")));

        Assert.True(Assert.Single(Leases(Complete("a", Example.Measurement()))).Reference);
    }

    [Fact]
    public void A_board_out_of_its_classs_spread_is_sick_with_the_figures_and_gets_no_job()
    {
        foreach (var board in new[] { "a", "b", "c" })
            AttachAndRun(board, 1);

        Attach("slow");
        var events = Messages<BoardEvent>(Run("slow", 3.1));
        Request("m1");

        Assert.Equal([BoardEventKind.Reference, BoardEventKind.Sick], events.Select(happened => happened.Kind));
        Assert.Equal("the reference model took 3.100 ms, and its class allows 0.750 ms to 1.250 ms by 3 runs", events[1].Detail);
        Assert.Equal(3.1, events[0].ReferenceMs);
        Assert.Equal((BoardState.Sick, events[1].Detail), (State("slow"), Reason("slow")));
        Assert.Equal(BoardState.Busy, State("a"));
        Assert.Equal(1, Assert.Single(_pool.Classes).Sick);
    }

    [Fact]
    public void A_class_of_sick_boards_alone_is_not_attached()
    {
        foreach (var figure in new[] { 1, 1, 1, 2.0 })
            AttachAndRun("a", figure);

        Assert.Equal(BoardState.Sick, State("a"));
        Assert.Empty(_pool.AttachedClasses);
    }

    [Fact]
    public void A_single_board_is_compared_with_its_own_history()
    {
        foreach (var figure in new[] { 1, 1.1, 0.9, 1.2 })
            AttachAndRun("a", figure);
        Assert.Equal(BoardState.Free, State("a"));

        AttachAndRun("a", 2);

        Assert.Equal(BoardState.Sick, State("a"));
        Assert.Contains("by 4 runs", Reason("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_too_few_runs_any_figure_is_accepted_and_no_board_outvotes_its_class()
    {
        AttachAndRun("a", 1);
        AttachAndRun("b", 7);
        Assert.Equal((BoardState.Free, BoardState.Free), (State("a"), State("b")));

        for (var run = 0; run < 9; run++)
            AttachAndRun("a", 1);

        Assert.Equal(BoardHealth.MostFigures + 1, _pool.Details("a")!.Spread.Runs);
    }

    [Fact]
    public void Figures_of_another_class_runtime_or_thread_count_are_not_compared()
    {
        foreach (var board in new[] { "a", "b", "c" })
            AttachAndRun(board, 1);

        Attach("other", boardClass: "another-class");
        Run("other", 5);
        Attach("new-runtime");
        Run("new-runtime", 5, measurement => measurement.RuntimeVersion = "1.99");
        Attach("threaded");
        Run("threaded", 5, measurement => measurement.Threads = 4);

        Assert.All(_pool.List().Boards, board => Assert.Equal(BoardState.Free, board.State));
    }

    [Fact]
    public void A_sick_board_tries_again_with_pauses_that_double_and_is_well_once_it_passes()
    {
        foreach (var board in new[] { "a", "b", "c" })
            AttachAndRun(board, 1);
        Attach("slow");

        var pauses = Enumerable.Range(0, 9).Select(_ =>
        {
            Run("slow", 3);
            var began = _now;
            while (Leases(Pass(TimeSpan.FromSeconds(2), "a", "b", "c", "slow")).Length == 0)
                Assert.True(_now - began < TimeSpan.FromHours(2));
            return (int)Math.Round((_now - began).TotalMinutes);
        }).ToArray();
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
        Request("m1");
        Request("m2");
        Request("m3");
        Request("m4");

        var effects = Run("slow", 1.01);

        Assert.Equal([BoardEventKind.Reference, BoardEventKind.Well], Messages<BoardEvent>(effects).Select(happened => happened.Kind));
        Assert.False(Assert.Single(Leases(effects)).Reference);
        Assert.Equal("", Reason("slow"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disturbed_run_decides_nothing_for_or_against_the_board(bool tainted)
    {
        foreach (var board in new[] { "a", "b", "c" })
            AttachAndRun(board, 1);
        void Disturb(Measurement measurement)
        {
            measurement.Converged = tainted;
            if (tainted)
                measurement.Tainted.Add("other load took 40 % of the processor");
        }

        Attach("new");
        Run("new", 9, Disturb);
        Assert.Equal(BoardState.Free, State("new"));
        Assert.True(Assert.Single(Leases(Pass(TimeSpan.FromSeconds(62), "a", "b", "c", "new"))).Reference);
        Run("new", 9);
        Assert.Equal(BoardState.Sick, State("new"));
        Pass(TimeSpan.FromSeconds(122), "a", "b", "c", "new");
        Run("new", 1, Disturb);
        Assert.Equal(BoardState.Sick, State("new"));
    }

    [Fact]
    public void A_board_that_cannot_run_the_reference_model_is_sick_with_the_reason()
    {
        Attach("a");

        _pool.Fail(new LeaseFailed { LeaseId = Lease("a"), Reason = "the worker was killed by signal 9" }, _now);

        Assert.Equal((BoardState.Sick, "the worker was killed by signal 9"), (State("a"), Reason("a")));
    }

    [Fact]
    public void A_run_that_was_cut_off_is_simply_run_again()
    {
        Attach("a");
        _pool.Detach("a", _now);
        Pass(TimeSpan.FromSeconds(30));

        Assert.Single(Leases(Attach("a")));
        Assert.Equal(BoardState.Busy, State("a"));
    }

    [Fact]
    public void A_run_that_outlasts_its_lease_makes_the_board_sick()
    {
        Attach("a");

        Pass(TimeSpan.FromSeconds(75), "a");

        Assert.Equal((BoardState.Sick, "a did not finish in 60 s"), (State("a"), Reason("a")));
    }

    [Fact]
    public void A_board_that_said_it_was_at_fault_is_well_when_it_has_passed()
    {
        AttachAndRun("a", 1);
        Request("m1");
        _pool.Fail(new LeaseFailed { LeaseId = Lease("a"), Reason = "no space left on device", BoardAtFault = true }, _now);
        Assert.Equal(BoardState.Sick, State("a"));

        Assert.True(Assert.Single(Leases(Pass(TimeSpan.FromSeconds(62), "a"))).Reference);

        Assert.Equal(Example.Sha("m1"), Assert.Single(Leases(Run("a", 1))).ModelSha256);
    }

    [Fact]
    public void A_disturbed_run_shows_at_least_that_a_board_can_do_its_work_again()
    {
        AttachAndRun("a", 1);
        Request("m1");
        _pool.Fail(new LeaseFailed { LeaseId = Lease("a"), Reason = "no space left on device", BoardAtFault = true }, _now);
        Pass(TimeSpan.FromSeconds(62), "a");

        var effects = Run("a", 9, measurement => measurement.Tainted.Add("other load"));

        Assert.Equal([BoardEventKind.Reference, BoardEventKind.Well], Messages<BoardEvent>(effects).Select(happened => happened.Kind));
        Assert.Equal(Example.Sha("m1"), Assert.Single(Leases(effects)).ModelSha256);
    }

    [Fact]
    public void A_drained_board_is_left_alone_and_shows_itself_when_it_is_resumed()
    {
        AttachAndRun("a", 1);
        _pool.Drain("a", "", _now);
        Assert.Empty(Leases(Pass(TimeSpan.FromDays(2), "a")));

        Assert.True(Assert.Single(Leases(_pool.Resume("a", _now)!)).Reference);
    }

    [Fact]
    public void Verdicts_and_figures_outlive_the_pool()
    {
        foreach (var board in new[] { "a", "b", "c" })
            AttachAndRun(board, 1);
        Attach("slow", "start-1");
        Run("slow", 3);
        var kept = _pool.List().Boards.Select(board => _pool.Kept(board.Description.Name)!.ToByteArray()).ToArray();

        _pool = new BoardPoolState("p", TimeSpan.FromMinutes(1), Plan, kept.Select(Protocol.Ledger.KeptBoard.Parser.ParseFrom));
        Request("m1");

        Assert.Empty(Leases(Attach("slow", "start-1")));
        Assert.Equal(BoardState.Sick, State("slow"));
        Assert.Contains("3.000 ms", Reason("slow"), StringComparison.Ordinal);
        Assert.Equal(3, _pool.Details("a")!.Spread.Runs);
    }

    private void AttachAndRun(string board, double figure)
    {
        Attach(board, Guid.NewGuid().ToString());
        Run(board, figure);
    }

    private IReadOnlyList<BoardEffect> Attach(string board, string agent = "", string boardClass = Example.Class) => _pool.Attach(
        new BoardAttached { Board = new BoardDescription { Name = board, BoardClass = boardClass, Simulated = true }, AgentId = agent }, _now);

    /// <summary>Answers the reference run that the board has been given.</summary>
    private IReadOnlyList<BoardEffect> Run(string board, double figure, Action<Measurement>? change = null)
    {
        Assert.True(_pool.Leases[Lease(board)].Job.IsReference);
        var measurement = Example.Measurement(figure);
        change?.Invoke(measurement);
        return Complete(board, measurement);
    }

    private IReadOnlyList<BoardEffect> Complete(string board, Measurement measurement) =>
        _pool.Complete(new LeaseCompleted { LeaseId = Lease(board), Measurement = measurement }, _now);

    private string Lease(string board) => _pool.Leases.Values.Single(lease => lease.Board.Name == board).Id;

    private void Request(string model) =>
        _pool.Request(new MeasurementRequested { CampaignId = "c1", Key = Example.Measuring(Example.Sha(model)) }, _now);

    /// <summary>Lets time pass in ticks while the named boards send heartbeats.</summary>
    private List<BoardEffect> Pass(TimeSpan time, params string[] alive)
    {
        var effects = new List<BoardEffect>();
        for (var end = _now + time; _now < end;)
        {
            _now += BoardPoolState.HeartbeatInterval;
            foreach (var board in alive)
                effects.AddRange(_pool.Heard(board, _now));
            effects.AddRange(_pool.Tick(_now));
        }

        return effects;
    }

    private BoardState State(string board) => _pool.Board(board)!.State;

    private string Reason(string board) => _pool.Board(board)!.Reason;

    private static LeaseGranted[] Leases(IEnumerable<BoardEffect> effects) => Messages<LeaseGranted>(effects);

    private static T[] Messages<T>(IEnumerable<BoardEffect> effects)
        where T : IMessage => [.. effects.Select(effect => effect.Message).OfType<T>()];
}
