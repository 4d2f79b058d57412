using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class WaitingTests
{
    private static readonly Shortages Taken = Shortages.Unknown with { Slots = "all 4 slots are taken; 2 trials come first" };

    [Fact]
    public void A_campaign_none_of_whose_trials_runs_waits_for_a_slot_and_says_why()
    {
        var run = CampaignRun.Planned();

        Assert.Equal("a free slot on a trainer", run.State.ToSummary().WaitingFor);
        Assert.Equal("a free slot on a trainer (all 4 slots are taken; 2 trials come first)", run.State.ToSummary(Taken).WaitingFor);
    }

    [Fact]
    public void A_queued_trial_is_named_while_another_runs()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"));

        Assert.Equal("", run.State.ToSummary().WaitingFor);
        Assert.Equal("a free slot for t2 (all 4 slots are taken; 2 trials come first)", run.State.ToSummary(Taken).WaitingFor);
    }

    [Fact]
    public void Nothing_is_waited_for_once_every_trial_runs_whatever_was_said_before()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Example.Started("t2"));

        Assert.Equal("", run.State.ToSummary(Taken).WaitingFor);
    }

    [Fact]
    public void A_campaign_asks_for_slots_with_its_priority_and_in_its_owners_name()
    {
        var spec = Example.Spec();
        spec.Priority = Priority.High;
        var submission = Example.Submission(spec);
        submission.Request.Owner = "ada";
        var run = new CampaignRun().After(submission);

        AssertAsked(run);
        run.After(Example.Examined());
        AssertAsked(run);
        run.After(Example.Started("t1"));
        Assert.Equal("ada", Assert.Single(run.State.Asks().OfType<TrialExpected>()).Owner);
        Assert.Equal("ada", run.State.ToSummary().Owner);
    }

    private static void AssertAsked(CampaignRun run) =>
        Assert.All(run.State.Asks().OfType<SlotRequested>(), ask => Assert.Equal((Priority.High, "ada"), (ask.Priority, ask.Owner)));
}
