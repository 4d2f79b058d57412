using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class ExtendingTests
{
    [Fact]
    public void An_extended_campaign_has_the_trials_of_one_submitted_with_so_many()
    {
        var extended = CampaignRun.Planned().After(Extend(3));

        var submitted = new CampaignRun().After(Example.Submission(Example.Spec(5)), Example.Examined());
        Assert.Equal(submitted.State.Trials.Select(trial => (trial.Id, trial.Settings)), extended.State.Trials.Select(trial => (trial.Id, trial.Settings)));
        Assert.Equal(5, extended.State.Spec.Search.Trials);
    }

    [Fact]
    public void Trials_by_a_learned_time_are_the_next_of_the_same_plan()
    {
        var target = Example.Latency(5);
        var extended = CampaignRun.Steered(target).After(Extend(1));

        Assert.Equal(3, extended.State.Trials.Count);
        var third = extended.State.Trials[2].Settings;
        Assert.Equal(extended.State.Trials[0].Settings.Budget, third.Budget);
        Assert.Equal(extended.State.Trials[0].Settings.TargetShare * 0.5, third.TargetShare, 1e-12);
    }

    [Fact]
    public void A_completed_campaign_runs_again_and_completes_with_a_new_report()
    {
        var run = Completed();
        Assert.NotNull(run.State.EndedAt);

        var reply = Assert.IsType<ExtendReply>(run.Tell(Extend(1)));

        Assert.Equal((3, Phase.Running), (reply.Trials, reply.State));
        Assert.Equal((Phase.Running, null), (run.State.Phase, run.State.EndedAt));
        Assert.Empty(run.State.Reports);
        Assert.Equal(["t3"], run.State.Asks().OfType<SlotRequested>().Select(ask => ask.Start.Key.TrialId));
        run.After(Example.Started("t3"), Example.Found("t3", "m3"), Example.Completed("t3"), Example.Attached(Example.Class), Example.Measured(Example.Sha("m3")));
        Assert.True(run.State.ReadyForReports);
        run.After(new ReportsStored([Example.Artifact("report-2.html")]));
        Assert.Equal(Phase.Completed, run.State.Phase);
        Assert.Equal(Example.Sha("report-2.html"), Assert.Single(run.State.Reports).Sha256);
    }

    [Fact]
    public void Over_the_quota_there_are_no_more_trials_but_one_that_was_given_them_says_so_again()
    {
        var refusal = new CampaignRefused { Problems = { new Problem { Field = "trials" } } };
        var run = CampaignRun.Planned().After(Extend(2));
        var count = run.Entries.Count;

        Assert.Equal(4, Assert.IsType<ExtendReply>(run.Tell(new ExtendCampaign(Extend(2)) { OverQuota = refusal })).Trials);
        Assert.Equal(refusal, run.Tell(new ExtendCampaign(Extend(2, "another")) { OverQuota = refusal }));

        Assert.Equal(count, run.Entries.Count);
    }

    [Fact]
    public void The_same_extension_sent_again_adds_nothing()
    {
        var run = CampaignRun.Planned().After(Extend(2));
        var count = run.Entries.Count;

        Assert.Equal(4, Assert.IsType<ExtendReply>(run.Tell(Extend(2))).Trials);

        Assert.Equal(count, run.Entries.Count);
        Assert.Equal(6, Assert.IsType<ExtendReply>(run.Tell(Extend(2, "another"))).Trials);
    }

    [Fact]
    public void A_campaign_extended_before_its_trials_are_planned_plans_them_all()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec()), Extend(2), Example.Examined());

        Assert.Equal(["t1", "t2", "t3", "t4"], run.State.Trials.Select(trial => trial.Id));
    }

    [Fact]
    public void A_paused_campaign_is_extended_and_stays_paused()
    {
        var run = CampaignRun.Planned().After(new PauseCampaign());

        Assert.Equal(Phase.Paused, Assert.IsType<ExtendReply>(run.Tell(Extend(1))).State);

        Assert.Empty(run.State.Asks());
        Assert.Equal(3, run.State.Trials.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(63)]
    public void Too_many_trials_or_none_are_refused(int trials)
    {
        var run = CampaignRun.Planned();

        Assert.Equal("trials", Assert.Single(Assert.IsType<CampaignRefused>(run.Tell(Extend(trials))).Problems).Field);
        Assert.Equal(2, run.State.Trials.Count);
    }

    [Fact]
    public void A_cancelled_campaign_cannot_be_extended()
    {
        var run = CampaignRun.Planned().After(new CancelCampaign());

        Assert.Contains("is cancelled", Assert.Single(Assert.IsType<CampaignRefused>(run.Tell(Extend(1))).Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_entries_alone_bring_an_extended_campaign_back()
    {
        var run = Completed().After(Extend(1));

        var recovered = run.Entries.Aggregate(CampaignState.Empty, (state, entry) => state.Apply(entry));

        Assert.Equal(run.State.Asks(), recovered.Asks());
        Assert.IsType<ExtendReply>(recovered.Decide(Extend(1), run.Now, Example.Limits).Answer);
        Assert.Empty(recovered.Decide(Extend(1), run.Now, Example.Limits).Entries);
    }

    private static CampaignRun Completed()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class));
        foreach (var model in new[] { "model.onnx", "m1", "m2" })
            run.Tell(Example.Measured(Example.Sha(model)));
        return run.After(new ReportsStored([Example.Artifact("report.html")]));
    }

    private static ExtendCampaign Extend(int trials, string id = "e1") => new() { CampaignId = "c1", Trials = trials, ExtensionId = id };
}
