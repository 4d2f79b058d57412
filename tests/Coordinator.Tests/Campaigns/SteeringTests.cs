using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class SteeringTests
{
    private const string Other = "rpi4";

    [Fact]
    public void A_probe_is_measured_on_the_target_class_before_the_campaigns_other_work_and_is_no_candidate()
    {
        var run = Running(Example.Latency(5)).After(Example.Found("t2", "m2"), Example.Probe("t1", "p1", 0.4));

        var asks = run.State.Asks().OfType<MeasurementRequested>().ToArray();

        Assert.Equal([(Example.Sha("p1"), true), (Example.Sha("m2"), false)], asks.Select(ask => (ask.Key.ModelSha256, ask.Urgent)));
        Assert.Equal(Example.Class, asks[0].Key.BoardClass);
        Assert.Equal("t2", Assert.Single(run.State.Candidates).Origin!.TrialId);
    }

    [Theory]
    [InlineData(4.4, 1.1, 0.454545)]
    [InlineData(3.2, 0.8, 0.625)]
    [InlineData(20, 5, 0.25)]
    [InlineData(0.1, 0.025, 1)]
    public void What_a_probe_takes_moves_the_target_of_its_trial_within_bounds(double milliseconds, double correction, double aim)
    {
        // Predicted at 40 % of the baseline, which takes 10 ms; the target is 50 %.
        var run = Running(Example.Latency(5)).After(Example.Probe("t1", "p1", 0.4), Example.Measured(Example.Sha("p1"), milliseconds));

        var entry = Assert.Single(run.Entries, entry => entry.KindCase == Entry.KindOneofCase.TrialRetargeted).TrialRetargeted;
        Assert.Equal(("t1", Example.Sha("p1")), (entry.TrialId, entry.ProbeSha256));
        Assert.Equal((correction, aim), (Math.Round(entry.Correction, 6), Math.Round(entry.TargetShare, 6)));
        var retarget = Assert.Single(run.State.Asks().OfType<RetargetTrial>());
        Assert.Equal((Example.Key("t1"), entry.TargetShare), (retarget.Key, retarget.TargetShare));
    }

    [Fact]
    public void A_corrected_target_never_lies_below_the_predicted_floor()
    {
        var run = CampaignRun.Characterised(Example.Latency(5)).After(
            Example.Learned(Example.Model(smallestShare: 0.45)), Example.Started("t1"),
            Example.Probe("t1", "p1", 0.4), Example.Measured(Example.Sha("p1"), 8));

        Assert.Equal(0.45, run.State.Trial("t1")!.Aimed.TargetShare);
    }

    [Fact]
    public void The_newest_measured_probe_counts_and_an_older_one_that_comes_late_does_not()
    {
        var run = Running(Example.Latency(5)).After(
            Example.Probe("t1", "p1", 0.6), Example.Probe("t1", "p2", 0.4), Example.Measured(Example.Sha("p2"), 4.4));
        var count = run.Entries.Count;

        run.Tell(Example.Measured(Example.Sha("p1"), 3));

        Assert.Equal(count + 1, run.Entries.Count);
        Assert.Equal(1.1, run.State.Trial("t1")!.Retargeted!.Correction, 6);
        run.After(Example.Probe("t1", "p3", 0.2), Example.Measured(Example.Sha("p3"), 2));
        Assert.Equal(1, run.State.Trial("t1")!.Retargeted!.Correction, 6);
    }

    [Fact]
    public void Several_costs_are_corrected_together_by_their_weights()
    {
        // Shares 0.5 and 0.25 weigh 2 and 4; the probe takes 6 of 10 ms and has 2 000 of 10 000 parameters.
        var run = Running(Example.Latency(5), Example.Size(0.25)).After(Example.Probe("t1", "p1", 0.3), Example.Measured(Example.Sha("p1"), 6));

        var measured = ((2 * 0.6) + (4 * 0.2)) / 6;
        Assert.Equal(measured / 0.3, run.State.Trial("t1")!.Retargeted!.Correction, 6);
    }

    [Fact]
    public void A_budget_of_two_classes_waits_for_the_measurements_of_both()
    {
        var run = Running(Example.Latency(5), Example.Latency(2, Other)).After(
            Example.Probe("t1", "p1", 0.3), Example.Measured(Example.Sha("p1"), 3));
        Assert.Null(run.State.Trial("t1")!.Retargeted);

        run.Tell(Example.Measured(Example.Sha("p1"), 3, Other));

        Assert.Equal(1, run.State.Trial("t1")!.Retargeted!.Correction, 6);
    }

    [Fact]
    public void A_probe_that_comes_twice_counts_once()
    {
        var run = Running(Example.Latency(5)).After(Example.Probe("t1", "p1", 0.4));
        var count = run.Entries.Count;

        Assert.IsType<TrialReplyStored>(run.Tell(Example.Probe("t1", "p1", 0.4)));
        Assert.Equal(count, run.Entries.Count);
    }

    [Fact]
    public void A_trial_that_is_queued_again_starts_from_the_corrected_target()
    {
        var run = Corrected().After(new TrialLost { Key = Example.Key("t1"), Reason = "trainer-a is gone" });

        var start = run.State.Asks().OfType<SlotRequested>().Select(ask => ask.Start).Single(start => start.Key.TrialId == "t1");

        Assert.Equal((2, 0.454545), (start.Key.Attempt, Math.Round(start.Settings.TargetShare, 6)));
        Assert.Empty(run.State.Asks().OfType<RetargetTrial>());
        Assert.Equal(0.5, run.State.Trial("t1")!.Settings.TargetShare);
        run.Tell(Example.Started("t1", 2));
        Assert.Equal(Example.Key("t1", 2), Assert.Single(run.State.Asks().OfType<RetargetTrial>()).Key);
    }

    [Fact]
    public void A_trial_that_has_ended_waits_for_no_probe()
    {
        var run = Running(Example.Latency(5)).After(Example.Probe("t1", "p1", 0.4));
        var before = run.State;

        run.After(Example.Found("t1", "m1"), Example.Completed("t1"));

        Assert.Contains(run.State.Withdrawals(before), message => message is MeasurementWithdrawn withdrawn && withdrawn.Key.ModelSha256 == Example.Sha("p1"));
        run.Tell(Example.Measured(Example.Sha("p1"), 9));
        Assert.Null(run.State.Trial("t1")!.Retargeted);
    }

    [Fact]
    public void Where_candidates_are_measured_last_no_probes_are_wanted()
    {
        var wanting = Running(Example.Latency(5)).State.Asks().OfType<SlotRequested>().Single().Start;
        var last = new CampaignRun().After(
            Example.Submission(Example.Spec(2, Example.Latency(5))) with { Networks = 2, MeasuresLast = true }, Example.Examined(),
            Example.Characterised("n2"), Example.Measured(Example.Sha("model.onnx"), 10), Example.Measured(Example.Sha("n2")), Example.Learned(Example.Model()));

        Assert.True(wanting.WantsProbes);
        Assert.All(last.State.Asks().OfType<SlotRequested>(), ask => Assert.False(ask.Start.WantsProbes));
        last.After(Example.Started("t1"), Example.Probe("t1", "p1", 0.4));
        Assert.Empty(last.State.Asks().OfType<MeasurementRequested>());
    }

    [Fact]
    public void A_watcher_reads_the_correction_and_the_trial_shows_it()
    {
        var run = Corrected();

        Assert.Equal("t1: measured 1.10 × predicted, now aims at 45.45 %", LearningTests.Notes(run)[^1]);
        var shown = run.State.ToTrial(run.State.Trial("t1")!);
        Assert.Equal((1.1, 0.4545), (Math.Round(shown.Correction, 6), Math.Round(shown.AimShare, 4)));
        Assert.False(run.State.ToTrial(run.State.Trial("t2")!).HasCorrection);
    }

    private static CampaignRun Running(params Protocol.V1.Target[] targets) => CampaignRun.Steered(targets).After(Example.Started("t1"));

    private static CampaignRun Corrected() =>
        Running(Example.Latency(5)).After(Example.Probe("t1", "p1", 0.4), Example.Measured(Example.Sha("p1"), 4.4));
}
