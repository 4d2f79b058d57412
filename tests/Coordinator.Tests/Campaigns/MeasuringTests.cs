using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class MeasuringTests
{
    private const string Other = "aarch64-linux/ort-1.31.1/threads-4";

    [Fact]
    public void Every_attached_class_measures_the_baseline_and_every_candidate_when_no_latency_is_asked_for()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class, Other));

        var asks = run.State.Asks().OfType<MeasurementRequested>().Select(ask => (ask.Key.ModelSha256, ask.Key.BoardClass)).ToHashSet();

        string[] models = [Example.Sha("model.onnx"), Example.Sha("m1"), Example.Sha("m2")];
        Assert.Equal(models.SelectMany(model => new[] { (model, Example.Class), (model, Other) }).ToHashSet(), asks);
    }

    [Fact]
    public void Only_the_class_of_a_latency_target_measures_and_it_is_asked_for_even_before_a_board_attaches()
    {
        var run = CampaignRun.Searched(Example.Size(0.1), Example.Latency(2, Other)).After(Example.Attached(Example.Class));

        Assert.Equal([Other], run.State.Asks().OfType<MeasurementRequested>().Select(ask => ask.Key.BoardClass).Distinct());
        Assert.Empty(run.State.Classes);
    }

    [Fact]
    public void The_reports_are_due_when_all_trials_have_ended_and_everything_is_measured()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class));
        Assert.Equal(Phase.Measuring, run.State.Phase);

        run.After(Example.Measured(Example.Sha("model.onnx")), Example.Measured(Example.Sha("m1")));
        Assert.False(run.State.ReadyForReports);
        Assert.Contains("1 measurements", run.State.ToCampaign(NoProgress).WaitingFor, StringComparison.Ordinal);

        run.Tell(Example.Measured(Example.Sha("m2")));
        Assert.True(run.State.ReadyForReports);

        run.Tell(new ReportsStored([Example.Artifact("c1.html")]));
        Assert.Equal(Phase.Completed, run.State.Phase);
        Assert.Equal("c1.html", Assert.Single(run.State.Reports).Name);
        Assert.Empty(run.State.Asks());
    }

    [Fact]
    public void A_campaign_that_measures_last_asks_for_nothing_before_its_trials_have_ended()
    {
        var submission = Example.Submission(Example.Spec(2)) with { MeasuresLast = true };
        var run = new CampaignRun().After(submission, Example.Examined(), Example.Started("t1"), Example.Found("t1", "m1"), Example.Completed("t1"), Example.Attached(Example.Class));
        Assert.Empty(run.State.Asks().OfType<MeasurementRequested>());

        run.After(Example.Started("t2"), Example.Found("t2", "m2"), Example.Completed("t2"));

        Assert.Equal(3, run.State.Asks().OfType<MeasurementRequested>().Count());
    }

    [Theory]
    [InlineData(0.98, "m1")]
    [InlineData(0.97, "m1")]
    [InlineData(0.96, "m2")]
    public void Of_one_structure_in_one_trial_only_the_better_trained_is_measured_and_shown_on_the_frontier(double accuracy, string beaten)
    {
        var (first, second) = (Example.Found("t1", "m1", 1, 0.97), Example.Found("t1", "m2", 1, accuracy));
        (first.Candidate.Rung, second.Candidate.Rung) = (0, 1);
        var run = new CampaignRun().After(
            Example.Submission(Example.Spec(1)), Example.Examined(), Example.Started("t1"), first, second, Example.Attached(Example.Class));

        Assert.DoesNotContain(run.State.Asks().OfType<MeasurementRequested>(), ask => ask.Key.ModelSha256 == Example.Sha(beaten));
        Assert.Equal(2, run.State.Asks().OfType<MeasurementRequested>().Count());
        var shown = Assert.Single(run.State.ToResults(NoProgress).Candidates, candidate => candidate.OnFrontier);
        Assert.NotEqual(Example.Sha(beaten), shown.Model.Sha256);
    }

    [Fact]
    public void A_measurement_that_comes_twice_counts_once()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class), Example.Measured(Example.Sha("m1"), 0.4));
        var count = run.Entries.Count;

        run.Tell(Example.Measured(Example.Sha("m1"), 0.9));

        Assert.Equal(count, run.Entries.Count);
        Assert.Equal(0.4, Assert.Single(run.State.Model(Example.Sha("m1"))!.Measurements).MedianMs);
    }

    [Fact]
    public void A_candidate_is_unmeasurable_with_the_reasons_after_three_failures()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class));
        var m1 = Example.Sha("m1");

        run.After(Example.Failed(m1, "board-a"), Example.Failed(m1, "board-b"));
        Assert.Empty(run.State.Model(m1)!.Unmeasurable);
        var ask = run.State.Asks().OfType<MeasurementRequested>().Single(ask => ask.Key.ModelSha256 == m1);
        Assert.Equal(["board-a", "board-b"], ask.FailedBoards);

        var before = run.State;
        run.Tell(Example.Failed(m1, "board-c"));
        Assert.Equal(3, run.State.Model(m1)!.Unmeasurable.Count());
        Assert.Contains("the child process was killed", run.State.Model(m1)!.Unmeasurable.First(), StringComparison.Ordinal);
        Assert.Equal(m1, Assert.IsType<MeasurementWithdrawn>(Assert.Single(run.State.Withdrawals(before))).Key.ModelSha256);
        var candidate = run.State.ToResults(NoProgress).Candidates.Single(candidate => candidate.Model.Sha256 == m1);
        Assert.Empty(candidate.Measurements);
        Assert.Equal(3, candidate.Unmeasurable.Count);

        run.After(Example.Measured(Example.Sha("model.onnx")), Example.Measured(Example.Sha("m2")));
        Assert.True(run.State.ReadyForReports);
    }

    [Fact]
    public void A_model_at_fault_is_not_tried_on_other_boards()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class), Example.Failed(Example.Sha("m1"), "board-a", gaveUp: true));

        Assert.Single(run.State.Model(Example.Sha("m1"))!.Unmeasurable);
        Assert.DoesNotContain(run.State.Asks().OfType<MeasurementRequested>(), ask => ask.Key.ModelSha256 == Example.Sha("m1"));
    }

    [Fact]
    public void Without_any_board_the_campaign_waits_a_while_and_then_completes_with_nothing_measured()
    {
        var run = CampaignRun.Searched().After(Example.Attached());
        Assert.Contains("a board", run.State.ToCampaign(NoProgress).WaitingFor, StringComparison.Ordinal);

        run.Now += Example.Limits.BoardWait - TimeSpan.FromSeconds(1);
        run.Tell(Example.Attached());
        Assert.False(run.State.ReadyForReports);

        run.Now += TimeSpan.FromSeconds(1);
        run.Tell(Example.Attached());
        Assert.True(run.State.ReadyForReports);
        Assert.All(run.State.ToResults(NoProgress).Candidates, candidate => Assert.Empty(candidate.Measurements));
        var given = run.Entries.Last();
        Assert.Contains("stays unmeasured", given.ToEvent(run.State)!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_that_comes_within_the_wait_measures()
    {
        var run = CampaignRun.Searched().After(Example.Attached());
        run.Now += TimeSpan.FromSeconds(30);

        run.After(Example.Attached(Example.Class), Example.Attached(Example.Class));
        run.Now += TimeSpan.FromHours(1);
        run.Tell(Example.Attached(Example.Class));

        Assert.Empty(run.State.GivenUp);
        Assert.Equal(3, run.State.Outstanding.Count());
    }

    [Fact]
    public void What_was_measured_before_the_boards_vanished_is_kept_when_the_wait_is_over()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class), Example.Measured(Example.Sha("m1")), Example.Attached());

        run.Now += Example.Limits.BoardWait;
        run.Tell(Example.Attached());

        Assert.True(run.State.ReadyForReports);
        Assert.Single(run.State.Model(Example.Sha("m1"))!.Measurements);
    }

    [Fact]
    public void A_latency_target_waits_for_its_class_for_as_long_as_it_takes_and_says_so()
    {
        var run = CampaignRun.Searched(Example.Latency(2, Other)).After(Example.Attached(Example.Class));

        run.Now += TimeSpan.FromDays(3);
        run.Tell(Example.Attached(Example.Class));

        Assert.False(run.State.ReadyForReports);
        Assert.Equal($"a board of class {Other}", run.State.ToCampaign(NoProgress).WaitingFor);
    }

    private static Dictionary<string, Protocol.V1.TrialProgress> NoProgress => [];
}
