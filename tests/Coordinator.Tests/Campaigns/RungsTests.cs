using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>Campaigns by successive halving; the baseline of the example is right in 98 %, and 97.5 % is its limit.</summary>
public sealed class RungsTests
{
    [Fact]
    public void Every_trial_is_to_be_handed_in_at_the_end_of_its_search_and_none_without_halving()
    {
        Assert.All(Starts(Halving(4)), start => Assert.Equal((true, 0), (start.HasHandInAt, start.HandInAt)));
        Assert.All(Starts(Halving(4)), start => Assert.Equal(1.0 / 3, Assert.Single(start.Settings.Rungs)));
        Assert.All(Starts(CampaignRun.Planned()), start => Assert.False(start.HasHandInAt));
        Assert.All(Starts(CampaignRun.Planned()), start => Assert.Empty(start.Settings.Rungs));
    }

    [Fact]
    public void A_trial_that_has_handed_in_holds_no_slot_and_waits_until_all_have_come_or_failed()
    {
        var run = Halving(3).After(Example.Started("t1"), HandedIn("t1", 0.9), Example.Started("t2"), HandedIn("t2", 0.95), Example.Started("t3"));

        Assert.Equal([TrialState.Waiting, TrialState.Waiting, TrialState.Running], run.State.Trials.Select(trial => trial.State));
        Assert.Equal("t3", Assert.Single(run.State.Asks().OfType<TrialExpected>()).Key.TrialId);
        Assert.Empty(Starts(run));

        run.Tell(Example.Reply(Example.Key("t3"), 2, reply => reply.Failed = new TrialFailed { Reason = "an option is unknown" }));

        Assert.Equal([TrialState.Stopped, TrialState.Queued, TrialState.Failed], run.State.Trials.Select(trial => trial.State));
    }

    [Fact]
    public void The_better_half_goes_on_from_its_checkpoints_as_the_next_attempts_on_any_trainer()
    {
        var run = AtRung0(Halving(4), 0.90, 0.95, 0.93, 0.91);

        Assert.Equal([TrialState.Stopped, TrialState.Queued, TrialState.Queued, TrialState.Stopped], run.State.Trials.Select(trial => trial.State));
        var starts = Starts(run).ToArray();
        Assert.Equal([Example.Key("t2", 2), Example.Key("t3", 2)], starts.Select(start => start.Key));
        Assert.Equal([1, 1], starts.Select(start => start.HandInAt));
        Assert.Equal([Example.Sha("t2-checkpoint-0"), Example.Sha("t3-checkpoint-0")], starts.Select(start => start.Checkpoint.Sha256));
        Assert.Equal("not among the better 2 of 4 at rung 0: 90.0 % right at 9.0 % of the cost", run.State.Trial("t1")!.Reason);
    }

    [Fact]
    public void After_the_last_rung_the_best_trial_goes_on_to_its_end_and_the_campaign_with_it()
    {
        var run = AtRung0(Halving(4), 0.90, 0.95, 0.93, 0.91).After(
            Example.Started("t2", 2), HandedIn("t2", 0.96, rung: 1, attempt: 2), Example.Started("t3", 2), HandedIn("t3", 0.97, rung: 1, attempt: 2));

        var start = Assert.Single(Starts(run));
        Assert.Equal((Example.Key("t3", 3), false), (start.Key, start.HasHandInAt));
        run.After(Example.Started("t3", 3), Example.Found("t3", "final", 3), Example.Completed("t3", 3));
        Assert.Equal(Phase.Measuring, run.State.Phase);
        Assert.Contains(run.State.Candidates, candidate => candidate.Origin!.TrialId == "t1");
    }

    [Fact]
    public void Who_goes_on_does_not_depend_on_the_order_in_which_they_came_or_on_attempts()
    {
        var run = Halving(4).After(
            Example.Started("t3"), HandedIn("t3", 0.93),
            Example.Started("t4"), new TrialLost { Key = Example.Key("t4"), Reason = "trainer-a is gone" },
            Example.Started("t2"), HandedIn("t2", 0.95),
            Example.Started("t4", 2), HandedIn("t4", 0.91, attempt: 2),
            Example.Started("t1"), HandedIn("t1", 0.90));

        Assert.Equal(["t2", "t3"], Starts(run).Select(start => start.Key.TrialId));
    }

    [Fact]
    public void What_is_handed_in_twice_counts_once_and_is_acknowledged_twice()
    {
        var run = Halving(2).After(Example.Started("t1"), HandedIn("t1", 0.9));
        var count = run.Entries.Count;

        Assert.Equal(9, Assert.IsType<TrialReplyStored>(run.Tell(HandedIn("t1", 0.9))).Sequence);
        Assert.Equal(count, run.Entries.Count);
    }

    [Fact]
    public void With_a_target_in_time_a_rung_waits_for_its_measurements_and_goes_by_them()
    {
        var run = Steered();
        foreach (var trial in new[] { "t1", "t2" })
            run.After(Example.Started(trial), Found(trial, 4), HandedIn(trial, 0.9, predicted: 4));

        Assert.All(run.State.Trials, trial => Assert.Equal(TrialState.Waiting, trial.State));
        Assert.Equal($"2 measurements on {Example.Class}", run.State.ToSummary().WaitingFor);

        run.Tell(Example.Measured(Example.Sha("t1-0"), 6));
        run.Tell(Example.Measured(Example.Sha("t2-0"), 3));

        Assert.Equal([TrialState.Stopped, TrialState.Queued], run.State.Trials.Select(trial => trial.State));
        Assert.Contains("60.0 % of the cost", run.State.Trial("t1")!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_board_cannot_measure_the_prediction_counts()
    {
        var run = Steered();
        foreach (var (trial, predicted) in new[] { ("t1", 4.0), ("t2", 6.0) })
            run.After(Example.Started(trial), Found(trial, predicted), HandedIn(trial, 0.9, predicted: predicted));

        foreach (var trial in new[] { "t1", "t2" })
            run.Tell(Example.Failed(Example.Sha($"{trial}-0"), "board-a", gaveUp: true));

        Assert.Equal([TrialState.Queued, TrialState.Stopped], run.State.Trials.Select(trial => trial.State));
    }

    [Fact]
    public void Trials_of_an_extension_are_halved_among_themselves_and_meet_the_others_at_the_next_rung()
    {
        var run = AtRung0(Halving(2), 0.95, 0.90).After(
            new ExtendCampaign { CampaignId = "c1", Trials = 2, ExtensionId = "e1" },
            Example.Started("t1", 2), HandedIn("t1", 0.96, rung: 1, attempt: 2));
        Assert.Equal(TrialState.Waiting, run.State.Trial("t1")!.State);

        run.After(Example.Started("t3"), HandedIn("t3", 0.97), Example.Started("t4"), HandedIn("t4", 0.92));
        Assert.Equal(TrialState.Stopped, run.State.Trial("t4")!.State);
        run.After(Example.Started("t3", 2), HandedIn("t3", 0.97, rung: 1, attempt: 2));

        Assert.Equal("t3", Assert.Single(Starts(run)).Key.TrialId);
        Assert.Equal(TrialState.Stopped, run.State.Trial("t1")!.State);
    }

    [Fact]
    public void The_entries_alone_bring_a_campaign_between_rungs_back()
    {
        var run = AtRung0(Halving(4), 0.90, 0.95, 0.93, 0.91).After(Example.Started("t2", 2), HandedIn("t2", 0.96, rung: 1, attempt: 2));

        var recovered = run.Entries.Aggregate(CampaignState.Empty, (state, entry) => state.Apply(entry));

        Assert.Equal(run.State.Asks(), recovered.Asks());
        Assert.Equal(run.State.Trials.Select(trial => (trial.State, trial.Passed, trial.Attempt)), recovered.Trials.Select(trial => (trial.State, trial.Passed, trial.Attempt)));
    }

    private static CampaignRun Halving(int trials, params Target[] targets) =>
        new CampaignRun().After(Example.Submission(Spec(trials, targets)), Example.Examined());

    private static CampaignRun Steered()
    {
        var run = new CampaignRun().After(
            Example.Submission(Spec(2, Example.Latency(5))) with { Networks = 2 }, Example.Examined(), Example.Characterised("n2"));
        foreach (var (model, boardClass) in run.State.Outstanding.ToArray())
            run.Tell(Example.Measured(model.Sha256, 10, boardClass));
        return run.After(Example.Learned(Example.Model()));
    }

    private static CampaignSpec Spec(int trials, params Target[] targets)
    {
        var spec = Example.Spec(trials, targets);
        spec.Search.Scheduler = "halving";
        return spec;
    }

    private static CampaignRun AtRung0(CampaignRun run, params double[] accuracies)
    {
        for (var i = 0; i < accuracies.Length; i++)
            run.After(Example.Started($"t{i + 1}"), Example.Found($"t{i + 1}", $"t{i + 1}-0", accuracy: accuracies[i]), HandedIn($"t{i + 1}", accuracies[i]));
        return run;
    }

    private static IEnumerable<StartTrial> Starts(CampaignRun run) => run.State.Asks().OfType<SlotRequested>().Select(ask => ask.Start);

    private static TrialReply Found(string trial, double predicted)
    {
        var reply = Example.Found(trial, $"{trial}-0", accuracy: 0.9);
        reply.Candidate.Predicted.Add(new Prediction { BoardClass = Example.Class, Amount = predicted });
        return reply;
    }

    private static TrialReply HandedIn(string trial, double accuracy, int rung = 0, int attempt = 1, double? predicted = null)
    {
        var candidate = Example.Candidate($"{trial}-{rung}", accuracy);
        candidate.Rung = rung;
        if (predicted is { } amount)
            candidate.Predicted.Add(new Prediction { BoardClass = Example.Class, Amount = amount });
        return Example.Reply(Example.Key(trial, attempt), 9, reply => reply.HandedIn = new HandedIn
        {
            Candidate = candidate,
            Checkpoint = Example.Artifact($"{trial}-checkpoint-{rung}"),
        });
    }
}
