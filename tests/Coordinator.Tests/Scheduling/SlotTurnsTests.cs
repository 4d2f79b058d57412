using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Scheduling;

/// <summary>Made-up users and campaigns: a campaign is named by its user, `ada-1`.</summary>
public sealed class SlotTurnsTests
{
    private readonly TrainerPoolState _pool = new(Example.Start);
    private DateTimeOffset _now = Example.Start;

    [Fact]
    public void A_slot_goes_to_the_highest_priority_whoever_asked_first()
    {
        Request(_pool, "ada-1", "t1", Priority.Low);
        Request(_pool, "bob-1", "t1");
        Request(_pool, "cid-1", "t1", Priority.High);

        Assert.Equal(["cid-1", "bob-1", "ada-1"], Started(Announce(_pool, 3)));
    }

    [Fact]
    public void Among_equals_the_user_who_holds_fewest_slots_is_next_however_many_campaigns_another_has()
    {
        foreach (var campaign in new[] { "ada-1", "ada-2", "ada-3" })
        {
            Request(_pool, campaign, "t1");
            Request(_pool, campaign, "t2");
        }

        Request(_pool, "bob-1", "t1");
        Request(_pool, "bob-1", "t2");

        Assert.Equal(["ada-1", "bob-1", "ada-2", "bob-1"], Started(Announce(_pool, 4)));
    }

    [Fact]
    public void What_a_user_runs_already_counts_and_so_does_what_a_coordinator_hears_of_afterwards()
    {
        Announce(_pool, 2, Example.Key("t1", 1, "ada-1"), Example.Key("t2", 1, "ada-1"));
        _pool.Expected(new TrialExpected { Key = Example.Key("t1", 1, "ada-1"), Owner = "ada" }, _now);
        Request(_pool, "ada-2", "t1");
        Request(_pool, "bob-1", "t1");

        Assert.Equal(["bob-1"], Started(Announce(_pool, 3, Example.Key("t1", 1, "ada-1"), Example.Key("t2", 1, "ada-1"))));
    }

    [Fact]
    public void Of_one_user_the_campaign_that_holds_fewest_comes_first_and_then_who_asked_first()
    {
        Request(_pool, "ada-1", "t1");
        Request(_pool, "ada-1", "t2");
        Request(_pool, "ada-2", "t1");

        Assert.Equal(["ada-1", "ada-2", "ada-1"], Started(Announce(_pool, 3)));
    }

    [Fact]
    public void Of_one_user_what_lost_its_slot_comes_before_what_never_had_one()
    {
        Request(_pool, "ada-1", "t1");
        Request(_pool, "ada-1", "t2");
        Request(_pool, "ada-2", "t1");
        Request(_pool, "ada-2", "t2", attempt: 2);
        Request(_pool, "bob-1", "t1");

        Assert.Equal(["ada-2/t2", "bob-1/t1", "ada-1/t1", "ada-1/t2", "ada-2/t1"], Announce(_pool, 5)
            .Select(effect => effect.Message).OfType<StartTrial>().Select(start => $"{start.Key.CampaignId}/{start.Key.TrialId}"));
    }

    [Fact]
    public void A_users_quota_keeps_trials_back_while_slots_are_free_and_lets_them_go_when_one_of_theirs_ends()
    {
        var pool = new TrainerPoolState(Example.Start, trialsPerUser: 1);
        Announce(pool, 3);
        Assert.Equal(["ada-1"], Started(Request(pool, "ada-1", "t1", Priority.High)));
        Assert.Empty(Started(Request(pool, "ada-1", "t2", Priority.High)));
        Assert.Equal(["bob-1"], Started(Request(pool, "bob-1", "t1")));

        Assert.Equal("ada holds all slots of the quota", Waits(pool)["ada-1"]);

        Announce(pool, 3, Example.Key("t1", 1, "ada-1"), Example.Key("t1", 1, "bob-1"));
        Assert.Equal(["ada-1"], Started(Announce(pool, 3, Example.Key("t1", 1, "bob-1"))));
    }

    [Fact]
    public void Whoever_waits_is_told_why_and_how_many_come_first()
    {
        Request(_pool, "ada-1", "t1");
        Assert.Equal("no trainer has joined", Waits(_pool)["ada-1"]);

        Announce(_pool, 1);
        Request(_pool, "ada-1", "t2");
        Request(_pool, "bob-1", "t1", Priority.Low);
        Request(_pool, "cid-1", "t1", Priority.High);

        var waits = Waits(_pool);
        Assert.Equal("the only slot is taken", waits["cid-1"]);
        Assert.Equal("the only slot is taken; 1 trial comes first", waits["ada-1"]);
        Assert.Equal("the only slot is taken; 2 trials come first", waits["bob-1"]);
    }

    [Fact]
    public void A_trial_behind_those_that_will_use_up_the_quota_is_told_so()
    {
        var pool = new TrainerPoolState(Example.Start, trialsPerUser: 1);
        Announce(pool, 1);
        Request(pool, "bob-1", "t1");
        Request(pool, "ada-1", "t1");
        Request(pool, "ada-2", "t1");

        Assert.Equal("the only slot is taken", Waits(pool)["ada-1"]);
        Assert.Equal("the only slot is taken, and trials that come first will use up the quota", Waits(pool)["ada-2"]);
    }

    private IReadOnlyList<PoolEffect> Announce(TrainerPoolState pool, int slots, params TrialKey[] running) =>
        pool.Announce(new TrainerAnnounced { Name = "a", Address = "a:1", Slots = slots, Running = { running } }, _now);

    private IReadOnlyList<PoolEffect> Request(TrainerPoolState pool, string campaign, string trial, Priority priority = Priority.Unspecified, int attempt = 1) =>
        pool.Request(
            new SlotRequested
            {
                Start = new StartTrial { Key = Example.Key(trial, attempt, campaign) },
                Priority = priority,
                Owner = campaign.Split('-')[0],
            },
            _now);

    private Dictionary<string, string> Waits(TrainerPoolState pool)
    {
        _now += TimeSpan.FromSeconds(1);
        return pool.Tick(_now).Select(effect => effect.Message).OfType<SlotsAwaited>().ToDictionary(wait => wait.CampaignId, wait => wait.Reason);
    }

    private static IEnumerable<string> Started(IEnumerable<PoolEffect> effects) =>
        effects.Select(effect => effect.Message).OfType<StartTrial>().Select(start => start.Key.CampaignId);
}
