using DeepIoT.Coordinator.Boards;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Tests.Boards;

public sealed class BoardPoolStateTests
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    private readonly BoardPoolState _pool = new("p", LeaseTime);
    private DateTimeOffset _now = Example.Start;

    [Fact]
    public void A_job_waits_for_a_board_of_its_class()
    {
        Assert.Empty(Request("m1"));
        Assert.Empty(Leases(Attach("other", "another-class")));

        var lease = Assert.Single(Leases(Attach("a")));

        Assert.Equal(Example.Sha("m1"), lease.ModelSha256);
        Assert.Equal(LeaseTime, lease.Deadline.ToTimeSpan());
        Assert.Equal(BoardState.Busy, State("a"));
    }

    [Fact]
    public void A_board_holds_one_lease_at_a_time()
    {
        Attach("a");
        Assert.Single(Leases(Request("m1")));
        Assert.Empty(Leases(Request("m2")));

        var next = Complete("p-1");

        Assert.Equal(Example.Sha("m2"), Assert.Single(Leases(next)).ModelSha256);
    }

    [Fact]
    public void Everyone_who_asked_for_the_same_measurement_gets_it_and_it_is_made_once()
    {
        Attach("a");
        Request("m1", "c1");
        Assert.Empty(Leases(Request("m1", "c2")));

        var completed = Messages<MeasurementCompleted>(Complete("p-1"));

        Assert.Equal(["c1", "c2"], completed.Select(one => one.CampaignId));
        Assert.All(completed, one => Assert.Equal(("a", Example.Class), (one.Measurement.Board, one.Measurement.BoardClass)));
        Assert.Equal(1, _pool.List().Boards[0].JobsCompleted);
    }

    [Fact]
    public void A_board_that_misses_its_deadline_loses_its_lease_and_the_job_goes_to_another_board()
    {
        Attach("a");
        Request("m1");
        Attach("b");

        var effects = Until(LeaseTime + TimeSpan.FromSeconds(12), "a", "b");

        Assert.Equal("p-1", Assert.Single(Messages<LeaseEnded>(effects)).LeaseId);
        var failed = Assert.Single(Messages<MeasurementFailed>(effects));
        Assert.Equal(("a", false), (failed.Board, failed.GaveUp));
        Assert.Equal("b", Assert.Single(effects, effect => effect.Message is LeaseGranted).Board);
    }

    [Fact]
    public void A_silent_board_loses_its_lease_and_is_offline()
    {
        Attach("a");
        Request("m1");
        _pool.Started("p-1");

        var effects = Until((3 * BoardPoolState.HeartbeatInterval) + TimeSpan.FromSeconds(2));

        Assert.Contains("went silent", Assert.Single(Messages<MeasurementFailed>(effects)).Reason, StringComparison.Ordinal);
        Assert.Equal(BoardState.Offline, State("a"));
        Assert.Empty(_pool.AttachedClasses);
        Assert.IsType<BoardUnknown>(Assert.Single(_pool.Heard("a", _now)).Message);
    }

    [Fact]
    public void A_job_that_lost_its_board_waits_for_the_next_one()
    {
        Attach("a");
        Request("m1");
        Until((3 * BoardPoolState.HeartbeatInterval) + TimeSpan.FromSeconds(2));

        Assert.Equal(Example.Sha("m1"), Assert.Single(Leases(Attach("a"))).ModelSha256);
    }

    [Fact]
    public void A_board_that_comes_back_in_time_with_its_job_keeps_the_lease()
    {
        Attach("a");
        Request("m1");
        _pool.Detach("a", _now);
        Assert.Equal(BoardState.Offline, State("a"));
        _now += TimeSpan.FromSeconds(4);

        var effects = Attach("a", holding: "p-1");

        Assert.Empty(Messages<MeasurementFailed>(effects));
        Assert.Equal(BoardState.Busy, State("a"));
        Assert.Single(Messages<MeasurementCompleted>(Complete("p-1")));
    }

    [Fact]
    public void A_board_that_comes_back_without_its_job_has_failed_at_it()
    {
        Attach("a");
        Request("m1");
        _pool.Started("p-1");
        _pool.Detach("a", _now);

        var effects = Attach("a");

        Assert.Contains("without the job", Assert.Single(Messages<MeasurementFailed>(effects)).Reason, StringComparison.Ordinal);
        Assert.Equal("p-2", Assert.Single(Leases(effects)).LeaseId);
    }

    [Fact]
    public void A_board_that_never_began_has_not_failed_however_often_it_vanishes()
    {
        Attach("a");
        Request("m1");
        for (var time = 0; time < 5; time++)
        {
            Assert.Empty(Messages<MeasurementFailed>(Until(TimeSpan.FromSeconds(10))));
            Assert.Single(Leases(Attach("a")));
            _pool.Detach("a", _now);
            Assert.Empty(Messages<MeasurementFailed>(Attach("a")));
        }

        Assert.Equal(0, _pool.Board("a")!.JobsFailed);
    }

    [Fact]
    public void A_lease_of_a_pool_that_is_gone_is_ended_on_the_board()
    {
        Assert.Equal("old-7", Assert.Single(Messages<LeaseEnded>(Attach("a", holding: "old-7"))).LeaseId);
    }

    [Fact]
    public void An_answer_to_a_lease_that_has_ended_is_ignored()
    {
        Attach("a");
        Request("m1");
        Fail("p-1");

        Assert.Empty(Complete("p-1"));
        Assert.Empty(Fail("p-1"));
    }

    [Fact]
    public void A_failed_job_prefers_boards_that_have_not_failed_at_it()
    {
        Attach("a");
        Request("m1");
        Attach("b");
        Request("m2");

        Assert.Empty(Leases(Fail("p-1")));
        Assert.Equal("b", Assert.Single(Complete("p-2"), effect => effect.Message is LeaseGranted).Board);
    }

    [Fact]
    public void A_job_is_given_up_after_three_failures_even_on_the_only_board_there_is()
    {
        Attach("a");
        Request("m1");

        Assert.False(Assert.Single(Messages<MeasurementFailed>(Fail("p-1"))).GaveUp);
        Assert.False(Assert.Single(Messages<MeasurementFailed>(Fail("p-2"))).GaveUp);
        var last = Fail("p-3");

        Assert.True(Assert.Single(Messages<MeasurementFailed>(last)).GaveUp);
        Assert.Empty(Leases(last));
        Assert.Equal((BoardState.Free, 3), (State("a"), _pool.List().Boards[0].JobsFailed));
    }

    [Fact]
    public void Failures_before_a_restart_of_the_pool_count()
    {
        Attach("a");
        var request = Requested("m1", "c1");
        request.FailedBoards.Add(["a", "b"]);
        _pool.Request(request, _now);

        Assert.True(Assert.Single(Messages<MeasurementFailed>(Fail("p-1"))).GaveUp);
    }

    [Fact]
    public void A_model_at_fault_is_given_up_at_once()
    {
        Attach("a");
        Request("m1");

        var failed = _pool.Fail(new LeaseFailed { LeaseId = "p-1", Reason = "operator Foo is unknown", ModelAtFault = true }, _now);

        Assert.True(Assert.Single(Messages<MeasurementFailed>(failed)).GaveUp);
    }

    [Fact]
    public void A_draining_board_finishes_its_job_and_gets_no_other()
    {
        Attach("a");
        Request("m1");
        _pool.Leave("a", "the agent was told to stop");
        Request("m2");

        var effects = Complete("p-1");

        Assert.Single(Messages<MeasurementCompleted>(effects));
        Assert.Empty(Leases(effects));
        Assert.Equal(BoardState.Draining, State("a"));
        Assert.Equal("the agent was told to stop", _pool.Board("a")!.Reason);
        Assert.Empty(_pool.AttachedClasses);
    }

    [Fact]
    public void A_drained_board_stays_drained_when_it_attaches_again_until_it_is_resumed()
    {
        Attach("a");
        Request("m1");

        var drained = Assert.Single(Messages<BoardEvent>(_pool.Drain("a", "new fan", _now)!));
        Request("m2");
        Assert.Empty(Leases(Complete("p-1")));
        _pool.Detach("a", _now);
        Assert.Empty(Leases(Attach("a")));

        Assert.Equal((BoardEventKind.Drained, "new fan"), (drained.Kind, drained.Detail));
        Assert.Equal((BoardState.Draining, "drained: new fan"), (State("a"), _pool.Board("a")!.Reason));
        Assert.Equal(Example.Sha("m2"), Assert.Single(Leases(_pool.Resume("a", _now)!)).ModelSha256);
    }

    [Fact]
    public void Draining_and_resuming_twice_changes_nothing_and_an_unknown_board_is_told()
    {
        Attach("a");

        Assert.Single(_pool.Drain("a", "", _now)!);
        Assert.Empty(_pool.Drain("a", "", _now)!);
        Assert.Single(Messages<BoardEvent>(_pool.Resume("a", _now)!));
        Assert.Empty(_pool.Resume("a", _now)!);
        Assert.Null(_pool.Drain("nobody", "", _now));
        Assert.Null(_pool.Resume("nobody", _now));
        Assert.Null(_pool.Details("nobody"));
    }

    [Fact]
    public void A_board_that_has_gone_is_remembered_with_when_it_was_last_seen_and_counts_go_on()
    {
        Attach("a");
        Request("m1");
        Complete("p-1");
        Request("m2");
        Fail("p-2");
        _pool.Drain("a", "", _now);
        _pool.Detach("a", _now);

        var later = new BoardPoolState("q", LeaseTime, kept: [_pool.Kept("a")!]);

        var board = Assert.Single(later.List().Boards);
        Assert.Equal((BoardState.Offline, 1, 1), (board.State, board.JobsCompleted, board.JobsFailed));
        Assert.Equal(_now, board.LastSeen.ToDateTimeOffset());
        Assert.Equal(1, Assert.Single(later.Classes).Offline);
        Assert.Equal("drained", board.Reason);
    }

    [Fact]
    public void What_happens_to_a_board_is_told_once()
    {
        Assert.Equal([BoardEventKind.Attached], Kinds(Attach("a")));
        Assert.Empty(Kinds(Attach("a")));
        Assert.Equal([BoardEventKind.Detached], Kinds(_pool.Detach("a", _now)));
        Assert.Empty(Kinds(_pool.Detach("a", _now)));
        Attach("a");
        Assert.Equal([BoardEventKind.Detached], Kinds(Until(TimeSpan.FromSeconds(20))));
    }

    [Fact]
    public void A_class_says_how_its_boards_are()
    {
        foreach (var board in new[] { "a", "b", "c", "d" })
            Attach(board);
        Request("m1");
        _pool.Detach("b", _now);
        _pool.Drain("c", "", _now);

        Assert.Equal(new ClassBoards { BoardClass = Example.Class, Busy = 1, Offline = 1, Draining = 1, Free = 1 }, Assert.Single(_pool.Classes));
        Assert.Equal(["c1"], _pool.Board("a")!.Campaigns);
    }

    [Fact]
    public void A_board_at_fault_falls_sick_and_its_job_is_no_failed_try()
    {
        Attach("a");
        Request("m1");

        var effects = _pool.Fail(new LeaseFailed { LeaseId = "p-1", Reason = "no space left on device", BoardAtFault = true }, _now);

        Assert.Empty(Messages<MeasurementFailed>(effects));
        Assert.Equal((BoardState.Sick, "no space left on device"), (State("a"), _pool.Board("a")!.Reason));
        Assert.Empty(_pool.AttachedClasses);
        Attach("b");
        Assert.Single(Messages<MeasurementCompleted>(Complete("p-2")));
    }

    [Fact]
    public void Where_boards_are_not_compared_a_sick_one_is_given_another_job_after_a_pause_that_grows()
    {
        Attach("a");
        Request("m1");
        var pauses = Enumerable.Range(1, 3).Select(lease =>
        {
            _pool.Fail(new LeaseFailed { LeaseId = $"p-{lease}", Reason = "no space left on device", BoardAtFault = true }, _now);
            var fell = _now;
            while (Leases(Until(TimeSpan.FromSeconds(1), "a")).Length == 0)
                Assert.True(_now - fell < TimeSpan.FromHours(1));
            return Math.Round((_now - fell).TotalMinutes);
        }).ToArray();

        Assert.Equal([1, 2, 4], pauses);
    }

    [Fact]
    public void A_newcomer_is_refused_by_the_first_sign_of_life_of_the_agent_that_has_its_name()
    {
        Attach("a", agent: "one");

        Assert.Equal(Admission.Waiting, Admit("a", "two"));
        _now += TimeSpan.FromSeconds(1);
        _pool.Heard("a", _now);

        Assert.Equal(Admission.Refused, Admit("a", "two"));
    }

    [Fact]
    public void A_newcomer_takes_the_place_of_an_agent_that_is_silent()
    {
        Attach("a", agent: "one");

        for (var waited = TimeSpan.Zero; waited <= 3 * BoardPoolState.HeartbeatInterval; waited += BoardPoolState.HeartbeatInterval)
        {
            Assert.Equal(Admission.Waiting, Admit("a", "two"));
            _now += BoardPoolState.HeartbeatInterval;
        }

        Assert.Equal(Admission.Welcomed, Admit("a", "two"));
    }

    [Fact]
    public void The_same_agent_opens_its_stream_again_without_waiting_and_so_does_any_once_the_older_has_gone()
    {
        Attach("a", agent: "one");

        Assert.Equal(Admission.Welcomed, Admit("a", "one"));
        Assert.Equal(Admission.Welcomed, Admit("a", "two", sameStream: true));
        _pool.Detach("a", _now);
        Assert.Equal(Admission.Welcomed, Admit("a", "two"));
        Assert.Equal(Admission.Welcomed, Admit("another", "three"));
    }

    [Fact]
    public void A_job_nobody_wants_any_more_is_taken_from_its_board()
    {
        Attach("a");
        Request("m1", "c1");
        Request("m1", "c2");

        Assert.Empty(Withdraw("m1", "c1"));
        Assert.Equal("p-1", Assert.IsType<LeaseEnded>(Assert.Single(Withdraw("m1", "c2")).Message).LeaseId);
        Assert.Equal(BoardState.Free, State("a"));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void A_reading_that_is_no_time_is_a_failure(double reading)
    {
        Attach("a");
        Request("m1");
        var measurement = Example.Measurement();
        measurement.ReadingsMs.Add(reading);

        var effects = _pool.Complete(new LeaseCompleted { LeaseId = "p-1", Measurement = measurement }, _now);

        Assert.Empty(Messages<MeasurementCompleted>(effects));
        Assert.Single(Messages<MeasurementFailed>(effects));
    }

    [Fact]
    public void What_is_urgent_takes_the_turn_of_its_own_campaigns_waiting_jobs_only()
    {
        Attach("a");
        Request("m0");
        Request("other", "c2");
        Request("shared");
        Request("shared", "c2");
        Request("m1");
        Request("m2");
        var urgent = Requested("p1", "c1");
        urgent.Urgent = true;
        _pool.Request(urgent, _now);

        var order = Enumerable.Range(1, 5).Select(lease => Assert.Single(Leases(Complete($"p-{lease}"))).ModelSha256).ToArray();

        Assert.Equal(new[] { "other", "shared", "p1", "m1", "m2" }.Select(Example.Sha), order);
    }

    [Fact]
    public void Campaigns_take_turns_however_many_jobs_one_of_them_brings()
    {
        Attach("a");
        foreach (var model in new[] { "m1", "m2", "m3", "m4" })
            Request(model, "big");
        Request("s1", "small");
        Request("s2", "small");

        Assert.Equal(new[] { "s1", "m2", "s2", "m3", "m4" }.Select(Example.Sha), Order(5));
    }

    [Fact]
    public void What_a_campaign_had_long_ago_does_not_count_against_it()
    {
        Attach("a");
        Request("m1", "early");
        Complete("p-1");
        _now += TimeSpan.FromMinutes(11);
        _pool.Heard("a", _now);
        Request("m2", "other");
        Request("m3", "early");
        Request("m4", "other");

        Assert.Equal(new[] { "m3", "m4" }.Select(Example.Sha), Order(2, firstLease: 2));
    }

    [Fact]
    public void A_share_is_of_one_class_only()
    {
        Attach("a");
        Attach("b", "another-class");
        _pool.Request(new() { CampaignId = "c1", Key = Example.Measuring(Example.Sha("elsewhere"), "another-class") }, _now);
        Request("m0", "c2");
        Request("m1", "c2");
        Request("m2", "c1");
        Request("m3", "c2");

        Assert.Equal(new[] { "m2", "m1", "m3" }.Select(Example.Sha), Order(3, firstLease: 2));
    }

    [Fact]
    public void Higher_priority_comes_first_and_a_job_that_several_want_has_the_highest_of_them()
    {
        Attach("a");
        Request("m0");
        foreach (var (model, campaign, priority) in new[]
                 {
                     ("low", "c1", Priority.Low), ("shared", "c1", Priority.Low), ("plain", "c2", Priority.Unspecified),
                     ("normal", "c3", Priority.Normal), ("high", "c4", Priority.High), ("shared", "c4", Priority.High),
                 })
        {
            var request = Requested(model, campaign);
            request.Priority = priority;
            _pool.Request(request, _now);
        }

        Assert.Equal(new[] { "shared", "high", "plain", "normal", "low" }.Select(Example.Sha), Order(5));
    }

    /// <summary>Models of the next leases, each begun when the one before it is completed.</summary>
    private string[] Order(int leases, int firstLease = 1) =>
        [.. Enumerable.Range(firstLease, leases).Select(lease => Assert.Single(Leases(Complete($"p-{lease}"))).ModelSha256)];

    private IReadOnlyList<BoardEffect> Attach(string board, string boardClass = Example.Class, string holding = "", string agent = "") =>
        _pool.Attach(Attached(board, boardClass, holding, agent), _now);

    private Admission Admit(string board, string agent, bool sameStream = false) => _pool.Admit(Attached(board, agent: agent), sameStream, _now);

    private static BoardAttached Attached(string board, string boardClass = Example.Class, string holding = "", string agent = "") => new()
    {
        Board = new BoardDescription { Name = board, BoardClass = boardClass, Simulated = true },
        HoldingLease = holding,
        AgentId = agent,
    };

    private static BoardEventKind[] Kinds(IEnumerable<BoardEffect> effects) => [.. Messages<BoardEvent>(effects).Select(happened => happened.Kind)];

    private IReadOnlyList<BoardEffect> Request(string model, string campaign = "c1") => _pool.Request(Requested(model, campaign), _now);

    private static MeasurementRequested Requested(string model, string campaign) =>
        new() { CampaignId = campaign, Key = Example.Measuring(Example.Sha(model)) };

    private IReadOnlyList<BoardEffect> Withdraw(string model, string campaign) =>
        _pool.Withdraw(new MeasurementWithdrawn { CampaignId = campaign, Key = Example.Measuring(Example.Sha(model)) }, _now);

    private IReadOnlyList<BoardEffect> Complete(string lease) =>
        _pool.Complete(new LeaseCompleted { LeaseId = lease, Measurement = Example.Measurement() }, _now);

    private IReadOnlyList<BoardEffect> Fail(string lease) =>
        _pool.Fail(new LeaseFailed { LeaseId = lease, Reason = "the child process was killed" }, _now);

    /// <summary>Lets time pass in ticks while the named boards send heartbeats.</summary>
    private List<BoardEffect> Until(TimeSpan time, params string[] alive)
    {
        var effects = new List<BoardEffect>();
        for (var end = _now + time; _now < end; _now += TimeSpan.FromSeconds(1))
        {
            foreach (var board in alive)
                effects.AddRange(_pool.Heard(board, _now));
            effects.AddRange(_pool.Tick(_now));
        }

        return effects;
    }

    private BoardState State(string board) => _pool.List().Boards.Single(shown => shown.Description.Name == board).State;

    private static LeaseGranted[] Leases(IEnumerable<BoardEffect> effects) => Messages<LeaseGranted>(effects);

    private static T[] Messages<T>(IEnumerable<BoardEffect> effects)
        where T : IMessage => [.. effects.Select(effect => effect.Message).OfType<T>()];
}
