using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class PausingTests
{
    private static readonly PauseCampaign Pause = new() { CampaignId = "c1" };
    private static readonly ResumeCampaign Resume = new() { CampaignId = "c1" };

    [Fact]
    public void Pausing_asks_running_trials_back_and_withdraws_what_waits()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Example.Attached(Example.Class));
        var before = run.State;

        Assert.Equal(Phase.Paused, Assert.IsType<PauseReply>(run.Tell(Pause)).State);

        Assert.Equal(Phase.Paused, run.State.ToSummary().State);
        Assert.Equal("t1 to hand back what they have", run.State.ToSummary().WaitingFor);
        Assert.Equal(["t1"], run.State.Asks().OfType<ReturnTrial>().Select(ask => ask.Key.TrialId));
        Assert.Equal(["t1"], run.State.Asks().OfType<TrialExpected>().Select(ask => ask.Key.TrialId));
        Assert.Equal(2, run.State.Asks().Count);
        var withdrawals = run.State.Withdrawals(before).ToArray();
        Assert.Equal("t2", Assert.Single(withdrawals.OfType<SlotWithdrawn>()).Key.TrialId);
        Assert.Equal(Example.Sha("model.onnx"), Assert.Single(withdrawals.OfType<MeasurementWithdrawn>()).Key.ModelSha256);
    }

    [Fact]
    public void What_is_handed_back_goes_on_from_its_checkpoint_when_the_campaign_is_resumed()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Pause, Returned("t1", "half-way"));
        Assert.Empty(run.State.Asks());
        Assert.Equal("`deepiot resume c1`", run.State.ToSummary().WaitingFor);

        Assert.Equal(Phase.Running, Assert.IsType<ResumeReply>(run.Tell(Resume)).State);

        var starts = run.State.Asks().OfType<SlotRequested>().Select(ask => ask.Start).ToArray();
        Assert.Equal([Example.Key("t1", 2), Example.Key("t2")], starts.Select(start => start.Key));
        Assert.Equal(Example.Sha("half-way"), starts[0].Checkpoint.Sha256);
        Assert.Equal((0, "the campaign is paused"), (run.State.Trial("t1")!.Failures, run.State.Trial("t1")!.Reason));
    }

    [Fact]
    public void A_trial_that_starts_as_its_campaign_is_paused_is_stopped_and_loses_no_attempt()
    {
        var run = CampaignRun.Planned().After(Pause);

        Assert.IsType<StopTrial>(run.Tell(Example.Started("t1")));
        run.Tell(new TrialLost { Key = Example.Key("t1"), Reason = "it does not run" });
        run.Tell(Resume);

        Assert.Equal((TrialState.Queued, 1, 0), (run.State.Trial("t1")!.State, run.State.Trial("t1")!.Attempt, run.State.Trial("t1")!.Failures));
    }

    [Fact]
    public void A_trial_that_completes_before_it_can_be_handed_back_is_completed()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Pause, Example.Found("t1", "m1"), Example.Completed("t1"));

        Assert.Equal(TrialState.Completed, run.State.Trial("t1")!.State);
        Assert.Empty(run.State.Asks());
    }

    [Fact]
    public void A_campaign_paused_while_it_is_examined_asks_for_the_same_examination_later()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec()));
        var before = run.State;

        run.Tell(Pause);
        Assert.Equal("examine", Assert.IsType<SlotWithdrawn>(Assert.Single(run.State.Withdrawals(before))).Key.TrialId);
        Assert.IsType<StopTrial>(run.Tell(Example.Examined()));
        run.Tell(Resume);

        Assert.Equal(before.Asks(), run.State.Asks());
    }

    [Fact]
    public void A_campaign_paused_while_it_measures_waits_anew_for_boards_and_reports_only_when_resumed()
    {
        var run = CampaignRun.Searched().After(Example.Attached());
        Assert.NotEmpty(run.State.Missed);

        run.After(Pause);
        run.Now += TimeSpan.FromHours(1);
        run.After(Resume, Example.Attached());

        Assert.Empty(run.State.GivenUp);
        run.Now += Example.Limits.BoardWait;
        run.After(Example.Attached());
        Assert.True(run.State.ReadyForReports);
        run.After(Pause);
        Assert.False(run.State.ReadyForReports);
    }

    [Fact]
    public void Pausing_and_resuming_twice_changes_nothing_and_an_ended_campaign_says_why_not()
    {
        var run = CampaignRun.Planned().After(Pause);
        var count = run.Entries.Count;
        Assert.Equal(Phase.Paused, Assert.IsType<PauseReply>(run.Tell(Pause)).State);
        Assert.Equal(count, run.Entries.Count);
        run.After(Resume);
        Assert.Equal(Phase.Running, Assert.IsType<ResumeReply>(run.Tell(Resume)).State);
        Assert.Equal(count + 1, run.Entries.Count);

        run.After(Pause, new CancelCampaign());
        Assert.Equal(Phase.Cancelled, run.State.Shown);
        Assert.Contains("is cancelled", Assert.Single(Assert.IsType<CampaignRefused>(run.Tell(Pause)).Problems).Reason, StringComparison.Ordinal);
        Assert.IsType<CampaignRefused>(run.Tell(Resume));
    }

    [Fact]
    public void The_entries_alone_bring_a_paused_campaign_back()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Pause);

        var recovered = run.Entries.Aggregate(CampaignState.Empty, (state, entry) => state.Apply(entry));

        Assert.True(recovered.Paused);
        Assert.Equal(run.State.Asks(), recovered.Asks());
    }

    private static TrialReply Returned(string trial, string checkpoint) => Example.Reply(
        Example.Key(trial), 5, reply => reply.Returned = new TrialReturned { Checkpoint = Example.Artifact(checkpoint) });
}
