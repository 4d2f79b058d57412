using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Tests.Scheduling;

public sealed class TrainerPoolStateTests
{
    private readonly TrainerPoolState _pool = new(Example.Start);
    private DateTimeOffset _now = Example.Start;

    [Fact]
    public void An_announcement_is_answered_with_the_interval_of_the_next()
    {
        var welcome = Assert.Single(Announce("a", 2));

        Assert.Equal("a:1", welcome.Trainer);
        Assert.Equal(TrainerPoolState.AnnounceInterval, Assert.IsType<TrainerWelcomed>(welcome.Message).AnnounceInterval.ToTimeSpan());
    }

    [Fact]
    public void A_trial_waits_for_a_slot_and_gets_the_first_that_is_free()
    {
        Assert.Empty(Request("c1", "t1"));

        Assert.Equal(["t1"], Started(Announce("a", 1)));
        Assert.Empty(Request("c1", "t2"));
        Assert.Equal(["t2"], Started(Announce("b", 1)));
    }

    [Fact]
    public void Asking_again_for_a_trial_that_was_handed_out_or_runs_starts_nothing()
    {
        Announce("a", 4);
        Assert.Single(Request("c1", "t1"));

        Assert.Empty(Request("c1", "t1"));
        Announce("a", 4, Example.Key("t1"));
        Assert.Empty(Request("c1", "t1"));
    }

    [Fact]
    public void The_queue_counts_what_waits_and_what_has_a_slot()
    {
        Assert.Equal((0, 0), _pool.Queue);
        Request("c1", "t1");
        Request("c1", "t2");
        Assert.Equal((2, 0), _pool.Queue);

        Announce("a", 1);

        Assert.Equal((1, 1), _pool.Queue);
    }

    [Fact]
    public void A_trainer_never_holds_more_than_its_slots()
    {
        Announce("a", 2);
        foreach (var trial in new[] { "t1", "t2", "t3", "t4" })
            Request("c1", trial);
        Announce("a", 2, Example.Key("t1"));

        Assert.Equal(2, Assert.Single(_pool.List().Trainers).Running.Count);
        Assert.Equal(["t3", "t4"], Started(Announce("a", 4, Example.Key("t1"), Example.Key("t2"))));
    }

    [Fact]
    public void Slots_go_to_the_campaign_that_holds_fewest()
    {
        foreach (var trial in new[] { "t1", "t2", "t3" })
            Request("big", trial);
        Request("late", "t1");

        var started = Announce("a", 2).Select(effect => effect.Message).OfType<StartTrial>().Select(start => start.Key.CampaignId);

        Assert.Equal(["big", "late"], started);
    }

    [Fact]
    public void A_silent_trainer_is_dead_and_its_trials_are_lost()
    {
        Announce("a", 2, Example.Key("t1"), Example.Key("t2"));

        _now += 3 * TrainerPoolState.AnnounceInterval;
        Assert.Empty(_pool.Tick(_now));

        _now += TimeSpan.FromMilliseconds(1);
        var lost = _pool.Tick(_now);
        Assert.All(lost, effect => Assert.Null(effect.Trainer));
        Assert.Equal(["t1", "t2"], lost.Select(effect => ((TrialLost)effect.Message).Key.TrialId).Order());
        Assert.Empty(_pool.List().Trainers);
    }

    [Fact]
    public void A_trial_that_its_trainer_took_along_to_another_address_is_not_lost()
    {
        Announce("a", 1, Example.Key("t1"));
        _now += TimeSpan.FromSeconds(5);
        _pool.Announce(Announcement("a", "a:2", 1, Example.Key("t1")), _now);
        _now += TimeSpan.FromSeconds(5);

        Assert.Empty(_pool.Tick(_now));
        Assert.Equal("a:2", Assert.Single(_pool.List().Trainers).Address);
    }

    [Fact]
    public void A_trial_that_never_reached_its_trainer_is_lost()
    {
        Announce("a", 1);
        Request("c1", "t1");

        Assert.DoesNotContain(Announce("a", 1), effect => effect.Message is TrialLost);
        for (var seconds = 0; seconds < 10; seconds += 2)
        {
            _now += TimeSpan.FromSeconds(2);
            var effects = Announce("a", 1);
            Assert.Equal(seconds == 8 ? 1 : 0, effects.Count(effect => effect.Message is TrialLost));
        }
    }

    [Fact]
    public void A_trial_that_no_trainer_runs_is_lost_once_trainers_have_had_time_to_come_back()
    {
        var expected = new TrialExpected { Key = Example.Key("t1"), Trainer = "a" };
        Announce("a", 1);

        Assert.Empty(_pool.Expected(expected, _now));

        _now += TimeSpan.FromMinutes(1);
        Announce("a", 1);
        Assert.IsType<TrialLost>(Assert.Single(_pool.Expected(expected, _now)).Message);

        Announce("a", 1, Example.Key("t1"));
        Assert.Empty(_pool.Expected(expected, _now));
    }

    [Fact]
    public void A_declined_trial_goes_to_another_trainer_and_the_one_that_declined_rests_until_it_speaks()
    {
        Announce("a", 1);
        Request("c1", "t1");
        Announce("b", 1);

        var next = Assert.Single(_pool.Declined(new TrialDeclined { Key = Example.Key("t1"), Reason = "leaving" }, _now));

        Assert.Equal("b:1", next.Trainer);
        Assert.Empty(Request("c1", "t2"));
        Assert.Equal(["t2"], Started(Announce("a", 1)));
    }

    [Fact]
    public void A_leaving_trainer_gets_nothing()
    {
        var announced = Announcement("a", "a:1", 4);
        announced.Leaving = true;
        _pool.Announce(announced, _now);

        Assert.Empty(Request("c1", "t1"));
    }

    [Fact]
    public void A_withdrawn_trial_is_stopped_where_it_runs_and_its_slot_goes_to_the_next()
    {
        Announce("a", 1, Example.Key("t1"));
        Request("c1", "t2");

        var effects = _pool.Withdraw(new SlotWithdrawn { Key = Example.Key("t1") }, _now);

        Assert.Equal(Example.Key("t1"), Assert.IsType<StopTrial>(effects[0].Message).Key);
        Assert.Equal(["t2"], Started(effects));
    }

    [Fact]
    public void A_withdrawn_trial_that_waits_is_forgotten()
    {
        Request("c1", "t1");
        _pool.Withdraw(new SlotWithdrawn { Key = Example.Key("t1") }, _now);

        Assert.Empty(Started(Announce("a", 1)));
    }

    [Fact]
    public void A_later_attempt_stops_the_one_before_it()
    {
        Announce("a", 2, Example.Key("t1"));

        var effects = _pool.Request(Slot("c1", "t1", 2), _now);

        Assert.Equal(Example.Key("t1"), Assert.IsType<StopTrial>(effects[0].Message).Key);
        Assert.Equal(2, Assert.IsType<StartTrial>(effects[1].Message).Key.Attempt);
    }

    [Fact]
    public void Two_trainers_of_one_name_are_two_trainers()
    {
        _pool.Announce(Announcement("host", "host:1", 1), _now);
        _pool.Announce(Announcement("host", "host:2", 1), _now);

        Assert.Equal(["host:1", "host:2"], _pool.List().Trainers.Select(trainer => trainer.Address).Order());
    }

    private IReadOnlyList<PoolEffect> Announce(string name, int slots, params TrialKey[] running) =>
        _pool.Announce(Announcement(name, $"{name}:1", slots, running), _now);

    private IReadOnlyList<PoolEffect> Request(string campaign, string trial) => _pool.Request(Slot(campaign, trial, 1), _now);

    private static TrainerAnnounced Announcement(string name, string address, int slots, params TrialKey[] running) =>
        new() { Name = name, Address = address, Slots = slots, Running = { running } };

    private static SlotRequested Slot(string campaign, string trial, int attempt) =>
        new() { Start = new StartTrial { Key = Example.Key(trial, attempt, campaign) } };

    private static IEnumerable<string> Started(IEnumerable<PoolEffect> effects) =>
        effects.Select(effect => effect.Message).OfType<StartTrial>().Select(start => start.Key.TrialId);
}
