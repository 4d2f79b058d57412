using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Tests.Agent;

/// <summary>What the agent decides, without a stream, a process or a clock.</summary>
public sealed class AgentStateTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly FromBoard Answer = new() { Completed = new() { LeaseId = "a", Measurement = new() { MedianMs = 3 } } };

    private readonly List<AgentAction> _actions = [];
    private AgentState _state = new(new BoardDescription { Name = "pi" });
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    [Fact]
    public void The_first_word_on_a_stream_is_hello()
    {
        Happens(new AgentEvent.StreamOpened());

        var hello = Assert.Single(Sent()).Hello;
        Assert.Equal("pi", hello.Board.Name);
        Assert.Equal(AgentState.ProtocolVersion, hello.Protocol);
        Assert.Equal("", hello.HoldingLease);
    }

    [Fact]
    public void A_job_is_started_and_its_start_is_told()
    {
        Attach();
        Hears(Measure("a"));

        Assert.Equal("a", Sent()[^1].Started.LeaseId);
        Assert.Equal("a", Assert.Single(_actions.OfType<AgentAction.StartJob>()).Job.LeaseId);
    }

    [Fact]
    public void A_second_job_is_turned_away_while_one_runs()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Measure("b"));

        var failed = Assert.Single(Sent(), message => message.Failed is not null).Failed;
        Assert.Equal("b", failed.LeaseId);
        Assert.Contains("busy with lease a", failed.Reason, StringComparison.Ordinal);
        Assert.False(failed.ModelAtFault);
        Assert.Single(_actions.OfType<AgentAction.StartJob>());
    }

    [Fact]
    public void The_same_lease_sent_again_is_not_started_twice()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Measure("a"));

        Assert.Single(_actions.OfType<AgentAction.StartJob>());
        Assert.Equal(2, Sent().Count(message => message.Started?.LeaseId == "a"));
    }

    [Fact]
    public void A_job_goes_on_without_a_stream_and_hello_names_it_afterwards()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.StreamEnded());
        Happens(new AgentEvent.StreamOpened());

        Assert.Equal("a", Sent()[^1].Hello.HoldingLease);
        Assert.Empty(_actions.OfType<AgentAction.StopJob>());
    }

    [Fact]
    public void An_answer_found_without_a_stream_is_sent_once_the_board_is_welcome_again()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.StreamEnded());
        Happens(new AgentEvent.JobEnded("a", Answer));
        Assert.DoesNotContain(Answer, Sent());

        Happens(new AgentEvent.StreamOpened());
        Assert.Equal("a", Sent()[^1].Hello.HoldingLease);
        Assert.DoesNotContain(Answer, Sent());

        Hears(Welcome());
        Assert.Contains(Answer, Sent());
    }

    [Fact]
    public void An_answer_on_a_stream_that_broke_soon_after_is_sent_again()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.JobEnded("a", Answer));
        Hears(Beat());
        Happens(new AgentEvent.StreamEnded());
        Attach();

        Assert.Equal(2, Sent().Count(message => message == Answer));
    }

    [Fact]
    public void An_answer_followed_by_two_heartbeats_is_delivered_and_forgotten()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.JobEnded("a", Answer));
        Hears(Beat());
        Hears(Beat());
        Happens(new AgentEvent.StreamEnded());
        Happens(new AgentEvent.StreamOpened());

        Assert.Equal("", Sent()[^1].Hello.HoldingLease);
    }

    [Fact]
    public void A_new_lease_after_an_answer_is_taken_at_once()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.JobEnded("a", Answer));
        Hears(Measure("b"));

        Assert.Equal(["a", "b"], _actions.OfType<AgentAction.StartJob>().Select(start => start.Job.LeaseId));
    }

    [Fact]
    public void A_cancel_stops_the_job_it_names_and_no_other()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Cancel("b"));
        Assert.Empty(_actions.OfType<AgentAction.StopJob>());

        Hears(Cancel("a"));
        Assert.Equal("a", Assert.Single(_actions.OfType<AgentAction.StopJob>()).Lease);
    }

    [Fact]
    public void A_cancelled_job_is_not_answered()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Cancel("a"));
        Happens(new AgentEvent.JobEnded("a", Answer));

        Assert.DoesNotContain(Answer, Sent());
        Assert.Null(_state.Job);
    }

    [Fact]
    public void A_job_offered_while_a_cancelled_one_is_still_ending_begins_when_it_has()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Cancel("a"));
        Hears(Measure("b"));
        Assert.Single(_actions.OfType<AgentAction.StartJob>());

        Happens(new AgentEvent.JobEnded("a", Answer));
        Assert.Equal("b", _actions.OfType<AgentAction.StartJob>().Last().Job.LeaseId);
        Assert.Equal("b", Sent()[^1].Started.LeaseId);
    }

    [Fact]
    public void A_job_cancelled_before_it_began_never_begins()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Cancel("a"));
        Hears(Measure("b"));
        Hears(Cancel("b"));
        Happens(new AgentEvent.JobEnded("a", Answer));

        Assert.Equal("a", Assert.Single(_actions.OfType<AgentAction.StartJob>()).Job.LeaseId);
    }

    [Fact]
    public void A_cancel_of_an_answered_job_says_that_its_lease_is_over()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.JobEnded("a", Answer));
        Hears(Cancel("a"));

        Assert.Null(_state.Job);
    }

    [Fact]
    public void Hello_names_no_job_that_was_cancelled()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Cancel("a"));
        Happens(new AgentEvent.StreamEnded());
        Happens(new AgentEvent.StreamOpened());

        Assert.Equal("", Sent()[^1].Hello.HoldingLease);
    }

    [Fact]
    public void The_end_of_a_job_that_is_no_longer_held_changes_nothing()
    {
        Attach();
        Happens(new AgentEvent.JobEnded("old", Answer));

        Assert.Null(_state.Job);
        Assert.DoesNotContain(Answer, Sent());
    }

    [Fact]
    public void A_heartbeat_is_due_one_interval_after_the_last_message()
    {
        Attach();
        Assert.Equal(_now + Interval, _state.WakeAt);

        _now += Interval;
        Happens(new AgentEvent.Woken());
        Assert.Single(_actions.OfType<AgentAction.Beat>());
        Assert.Equal(_now + Interval, _state.WakeAt);
    }

    [Fact]
    public void Three_silent_intervals_end_the_stream()
    {
        Attach();
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(_actions.OfType<AgentAction.HangUp>());
            _now = _state.WakeAt!.Value;
            Happens(new AgentEvent.Woken());
        }

        Assert.Contains("silent", Assert.Single(_actions.OfType<AgentAction.HangUp>()).Reason, StringComparison.Ordinal);
        Assert.Null(_state.WakeAt);
    }

    [Fact]
    public void Any_message_of_the_coordinator_breaks_the_silence()
    {
        Attach();
        _now += Interval * 2.9;
        Hears(Beat());
        _now += Interval * 2.9;
        Happens(new AgentEvent.Woken());

        Assert.Empty(_actions.OfType<AgentAction.HangUp>());
    }

    [Fact]
    public void A_coordinator_that_never_welcomes_is_hung_up_on()
    {
        Happens(new AgentEvent.StreamOpened());
        _now = _state.WakeAt!.Value;
        Happens(new AgentEvent.Woken());

        Assert.Contains("welcome", Assert.Single(_actions.OfType<AgentAction.HangUp>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_welcome_without_an_interval_gets_the_usual_one()
    {
        Happens(new AgentEvent.StreamOpened());
        Hears(new() { Welcome = new() });

        Assert.True(_state.WakeAt > _now);
    }

    [Fact]
    public void An_idle_board_told_to_stop_says_so_and_leaves()
    {
        Attach();
        Happens(new AgentEvent.DrainAsked("maintenance", TimeSpan.FromMinutes(1)));

        Assert.Equal("maintenance", Sent()[^1].Draining.Reason);
        Assert.True(Left);
    }

    [Fact]
    public void A_draining_board_answers_its_job_first_and_takes_no_other()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.DrainAsked("maintenance", TimeSpan.FromMinutes(1)));
        Hears(Measure("b"));
        Assert.False(Left);
        Assert.Contains(Sent(), message => message.Failed?.LeaseId == "b");

        Happens(new AgentEvent.JobEnded("a", Answer));
        Assert.Contains(Answer, Sent());
        Assert.True(Left);
    }

    [Fact]
    public void A_draining_board_without_a_stream_attaches_again_to_deliver_its_answer()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.StreamEnded());
        Happens(new AgentEvent.DrainAsked("maintenance", TimeSpan.FromMinutes(1)));
        Happens(new AgentEvent.JobEnded("a", Answer));
        Assert.False(Left);

        Attach();
        Assert.Contains(Sent(), message => message.Draining is not null);
        Assert.Contains(Answer, Sent());
        Assert.True(Left);
    }

    [Fact]
    public void A_job_that_outlasts_the_drain_limit_is_stopped_and_answered()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.DrainAsked("maintenance", TimeSpan.FromSeconds(2)));
        _now += TimeSpan.FromSeconds(2);
        Happens(new AgentEvent.Woken());
        Assert.Equal("a", Assert.Single(_actions.OfType<AgentAction.StopJob>()).Lease);
        Assert.False(Left);

        Happens(new AgentEvent.JobEnded("a", Answer));
        Assert.True(Left);
    }

    [Fact]
    public void A_board_that_finds_no_stream_by_the_drain_limit_leaves_with_its_answer()
    {
        Attach();
        Hears(Measure("a"));
        Happens(new AgentEvent.StreamEnded());
        Happens(new AgentEvent.JobEnded("a", Answer));
        Happens(new AgentEvent.DrainAsked("maintenance", TimeSpan.FromSeconds(2)));
        Assert.Equal(_now + TimeSpan.FromSeconds(2), _state.WakeAt);

        _now += TimeSpan.FromSeconds(2);
        Happens(new AgentEvent.Woken());
        Assert.True(Left);
    }

    [Fact]
    public void A_job_accepted_before_the_drain_is_still_done()
    {
        Attach();
        Hears(Measure("a"));
        Hears(Cancel("a"));
        Hears(Measure("b"));
        Happens(new AgentEvent.DrainAsked("maintenance", TimeSpan.FromMinutes(1)));
        Happens(new AgentEvent.JobEnded("a", Answer));
        Assert.False(Left);

        Happens(new AgentEvent.JobEnded("b", Answer));
        Assert.True(Left);
    }

    [Fact]
    public void A_refused_board_leaves_with_the_reason()
    {
        Happens(new AgentEvent.Refused(new() { Field = "board", Reason = "the name is taken" }));

        Assert.Equal("the name is taken", Assert.Single(_actions.OfType<AgentAction.Leave>()).Refusal!.Reason);
    }

    [Fact]
    public void A_message_of_a_later_protocol_is_passed_over()
    {
        Attach();
        var before = _state;
        Hears(new ToBoard());

        Assert.Equal(before, _state);
    }

    private bool Left => _actions.OfType<AgentAction.Leave>().Any();

    private void Attach()
    {
        Happens(new AgentEvent.StreamOpened());
        Hears(Welcome());
    }

    private void Hears(ToBoard message) => Happens(new AgentEvent.Received(message));

    private void Happens(AgentEvent happened)
    {
        (_state, var actions) = _state.On(happened, _now);
        _actions.AddRange(actions);
    }

    private FromBoard[] Sent() => [.. _actions.OfType<AgentAction.Send>().Select(send => send.Message)];

    private static ToBoard Welcome() => new() { Welcome = new() { HeartbeatInterval = Duration.FromTimeSpan(Interval) } };

    private static ToBoard Beat() => new() { Heartbeat = new() };

    private static ToBoard Measure(string lease) => new() { Measure = new() { LeaseId = lease } };

    private static ToBoard Cancel(string lease) => new() { Cancel = new() { LeaseId = lease } };
}
