using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class LearningTests
{
    private const string Other = "rpi4";

    [Fact]
    public void A_latency_target_has_networks_drawn_before_any_trial_is_planned()
    {
        var run = Examined();

        Assert.Equal(Phase.Characterising, run.State.Phase);
        Assert.Empty(run.State.Trials);
        var order = Assert.Single(run.State.Asks().OfType<SlotRequested>()).Characterise;
        Assert.Equal((Example.Key("characterise"), 4, Example.Sha("model.onnx")), (order.Key, order.Networks, order.Model.Sha256));
        Assert.Equal("a trainer to draw networks to measure", WaitingFor(run));
    }

    [Fact]
    public void Without_a_latency_target_or_where_the_smallest_is_wanted_nothing_is_characterised()
    {
        Target[][] all = [[Example.Size(0.1)], [Example.Latency(2), new Target { Kind = TargetKind.Size, Smallest = true }]];
        foreach (var targets in all)
        {
            var run = new CampaignRun().After(Example.Submission(Example.Spec(2, targets)) with { Networks = 4 }, Example.Examined());
            Assert.Equal(Phase.Running, run.State.Phase);
        }
    }

    [Fact]
    public void A_journal_from_before_there_was_anything_to_learn_plans_by_size()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec(2, Example.Latency(2))), Example.Examined());

        Assert.Equal(Phase.Running, run.State.Phase);
        Assert.All(run.State.Trials, trial => Assert.Equal("parameters", trial.Settings.Cost));
    }

    [Fact]
    public void The_model_and_the_drawn_networks_are_measured_on_every_target_class_even_where_candidates_are_measured_last()
    {
        var submission = Example.Submission(Example.Spec(2, Example.Latency(2), Example.Latency(3, Other))) with { Networks = 4, MeasuresLast = true };
        var run = new CampaignRun().After(submission, Example.Examined(), Example.Characterised("n2", "n3"));

        var asked = run.State.Asks().OfType<MeasurementRequested>().Select(ask => (ask.Key.ModelSha256, ask.Key.BoardClass)).ToHashSet();

        string[] networks = [Example.Sha("model.onnx"), Example.Sha("n2"), Example.Sha("n3")];
        Assert.Equal(networks.SelectMany(network => new[] { (network, Example.Class), (network, Other) }).ToHashSet(), asked);
        Assert.Equal("6 measurements on rpi4, " + Example.Class, WaitingFor(run));
    }

    [Fact]
    public void A_class_without_a_board_is_waited_for_without_end_and_named()
    {
        var run = Examined().After(Example.Characterised("n2"), Example.Attached(Other));
        run.Now += TimeSpan.FromDays(2);
        run.Tell(Example.Attached(Other));

        Assert.Equal($"a board of class {Example.Class}", WaitingFor(run));
        Assert.Empty(run.State.GivenUp);
        Assert.Contains(run.Entries, entry => entry.BoardsMissed?.Classes.Contains(Example.Class) == true);
    }

    [Fact]
    public void Learning_is_ordered_when_everything_is_measured_or_has_failed_for_good_with_what_was_measured()
    {
        var run = Examined().After(
            Example.Characterised("n2", "n3"), Example.Measured(Example.Sha("model.onnx"), 10), Example.Failed(Example.Sha("n2"), "board-a"));
        Assert.Null(run.State.CurrentKey(CampaignState.Learning));
        run.After(Example.Failed(Example.Sha("n2"), "board-a", gaveUp: true));
        Assert.Null(run.State.CurrentKey(CampaignState.Learning));
        var disturbed = Example.Measured(Example.Sha("n3"), 4);
        disturbed.Measurement.Tainted.Add("other load");

        run.Tell(disturbed);

        var order = Assert.Single(run.State.Asks().OfType<SlotRequested>()).Learn;
        Assert.Equal(Example.Key("learn"), order.Key);
        Assert.Equal([Example.Sha("model.onnx"), Example.Sha("n3")], order.Networks.Select(network => network.Sha256));
        var times = Assert.Single(order.Classes);
        Assert.Equal(Example.Class, times.BoardClass);
        Assert.Equal(
            [(Example.Sha("model.onnx"), 10.0, false), (Example.Sha("n3"), 4.0, true)],
            times.Networks.Select(network => (network.Sha256, network.Amount, network.Tainted)));
        Assert.Equal("a trainer to learn from what was measured", WaitingFor(run));
    }

    [Fact]
    public void What_is_learned_plans_the_trials_and_the_networks_are_no_candidates()
    {
        var run = CampaignRun.Steered(Example.Latency(5));

        Assert.Equal(Phase.Running, run.State.Phase);
        Assert.Equal([0.5, 0.35], run.State.Trials.Select(trial => Math.Round(trial.Settings.TargetShare, 6)));
        var term = Assert.Single(run.State.Trials[0].Settings.Budget);
        Assert.Equal(("latency", Example.Class, Example.Sha($"{Example.Class}.timemodel")), (term.Cost, term.BoardClass, term.TimeModel.Sha256));
        Assert.Empty(run.State.Asks().OfType<MeasurementRequested>());
        var results = run.State.ToResults(NoProgress);
        Assert.Empty(results.Candidates);
        Assert.Equal(1, results.Campaign.Measurements);
        Assert.Equal(38, Assert.Single(results.TimeModels).Networks);
        Assert.Equal(9, Assert.Single(results.Baseline.Predicted).Amount);
    }

    [Fact]
    public void Too_few_measurements_leave_a_spread_of_sizes_and_an_event_that_says_so()
    {
        var run = CampaignRun.Characterised(Example.Latency(5)).After(
            Example.Learned(new TimeModel { BoardClass = Example.Class, Networks = 4 }));

        Assert.Equal(Phase.Running, run.State.Phase);
        Assert.Equal([0.5, 0.25], run.State.Trials.Select(trial => trial.Settings.TargetShare));
        Assert.All(run.State.Trials, trial => Assert.Empty(trial.Settings.Budget));
        Assert.Contains("too few networks with a time to learn from, 4; trials go by size", Notes(run)[^1], StringComparison.Ordinal);
        Assert.Empty(run.State.ToResults(NoProgress).Baseline.Predicted);
    }

    [Fact]
    public void A_class_whose_baseline_could_not_be_measured_sets_no_target()
    {
        var run = Examined().After(Example.Characterised("n2"), Example.Measured(Example.Sha("n2")), Example.Failed(Example.Sha("model.onnx"), "board-a", gaveUp: true));

        run.Tell(Example.Learned(Example.Model()));

        Assert.All(run.State.Trials, trial => Assert.Empty(trial.Settings.Budget));
    }

    [Fact]
    public void A_trainer_that_is_lost_over_it_is_followed_by_another_attempt_and_too_many_by_trials_without_learning()
    {
        var run = Examined();

        for (var attempt = 1; attempt < Example.Limits.Attempts; attempt++)
        {
            run.Tell(new TrialLost { Key = Example.Key("characterise", attempt), Reason = "trainer-a is gone" });
            Assert.Equal(attempt + 1, run.State.CurrentKey(CampaignState.Characterisation)!.Attempt);
        }

        run.Tell(new TrialLost { Key = Example.Key("characterise", Example.Limits.Attempts), Reason = "trainer-a is gone" });

        Assert.Equal((Phase.Running, 2), (run.State.Phase, run.State.Trials.Count));
        Assert.Equal(Example.Limits.Attempts - 1, run.Entries.Count(entry => entry.KindCase == Entry.KindOneofCase.PreparationFailed));
        Assert.Contains(Notes(run), note => note.StartsWith("nothing learned: trainer-a is gone", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reply_that_comes_again_is_acknowledged_and_changes_nothing()
    {
        var run = CampaignRun.Steered(Example.Latency(5));
        var count = run.Entries.Count;

        Assert.IsType<TrialReplyStored>(run.Tell(Example.Characterised("n2", "n3", "n4")));
        Assert.IsType<TrialReplyStored>(run.Tell(Example.Learned(Example.Model())));
        Assert.Equal(count, run.Entries.Count);
    }

    [Fact]
    public void A_limit_below_what_the_floor_is_predicted_to_take_rejects_the_campaign_with_the_figure()
    {
        var run = CampaignRun.Characterised(Example.Latency(0.4)).After(Example.Learned(Example.Model(smallestShare: 0.05)));

        Assert.Equal(Phase.Rejected, run.State.Phase);
        var problem = Assert.Single(run.State.Problems);
        Assert.Equal("targets[0].atMost", problem.Field);
        Assert.Contains("0.5 ms, 5% of the 10 ms", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("0.5 ms or more", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_watcher_reads_how_far_it_is_and_what_was_learned()
    {
        var run = CampaignRun.Steered(Example.Latency(5));

        Assert.Equal(
            [
                $"characterising {Example.Class}: 4 networks to be measured",
                $"characterising {Example.Class}: 2 of 4 networks measured",
                $"characterising {Example.Class}: 3 of 4 networks measured",
                $"characterising {Example.Class}: 4 of 4 networks measured",
                $"latency on {Example.Class} learned: 38 networks, median error 4.2 %",
            ],
            Notes(run));
    }

    [Fact]
    public void Cancelling_takes_the_order_back()
    {
        var run = Examined();
        var before = run.State;

        run.Tell(new CancelCampaign { CampaignId = "c1" });

        Assert.Contains(run.State.Withdrawals(before), message => message is SlotWithdrawn withdrawn && withdrawn.Key.Equals(Example.Key("characterise")));
    }

    private static CampaignRun Examined() => new CampaignRun().After(
        Example.Submission(Example.Spec(2, Example.Latency(5))) with { Networks = 4 }, Example.Examined());

    private static string WaitingFor(CampaignRun run) => run.State.ToCampaign(NoProgress).WaitingFor;

    private static Dictionary<string, TrialProgress> NoProgress => [];

    internal static List<string> Notes(CampaignRun run)
    {
        var state = CampaignState.Empty;
        var notes = new List<string>();
        foreach (var entry in run.Entries)
        {
            state = state.Apply(entry);
            if (entry.ToEvent(state) is { KindCase: CampaignEvent.KindOneofCase.Note } shown)
                notes.Add(shown.Note);
        }

        return notes;
    }
}
