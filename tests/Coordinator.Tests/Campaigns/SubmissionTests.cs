using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class SubmissionTests
{
    [Fact]
    public void A_submission_is_examined_before_anything_is_planned()
    {
        var run = new CampaignRun();

        var answer = run.Tell(Example.Submission(Example.Spec()));

        Assert.Equal("c1", Assert.IsType<SubmitReply>(answer).CampaignId);
        Assert.Equal(Phase.Examining, run.State.Phase);
        var ask = Assert.IsType<SlotRequested>(Assert.Single(run.State.Asks()));
        Assert.Equal(Example.Key(CampaignState.Examination), ask.Examine.Key);
        Assert.Equal(7ul, ask.Examine.SplitSeed);
    }

    [Fact]
    public void The_same_submission_twice_is_one_campaign()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec()));

        var again = run.Tell(Example.Submission(Example.Spec()));

        Assert.Equal("c1", Assert.IsType<SubmitReply>(again).CampaignId);
        Assert.Single(run.Entries);
    }

    [Fact]
    public void Problems_found_by_the_trainer_reject_the_campaign_with_all_of_them()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec()));
        var examined = new Examined
        {
            Problems =
            {
                new Problem { Field = "model", Reason = "node Foo_3 has the unknown operator Foo", Remedy = "Export without it" },
                new Problem { Field = "data.train", Reason = "label 12 is out of range", Remedy = "Use labels 0 to 9" },
            },
        };

        var answer = run.Tell(Example.Reply(Example.Key(CampaignState.Examination), 1, reply => reply.Examined = examined));

        Assert.IsType<TrialReplyStored>(answer);
        Assert.Equal(Phase.Rejected, run.State.Phase);
        Assert.Equal(["model", "data.train"], run.State.Problems.Select(problem => problem.Field));
        Assert.Empty(run.State.Asks());
    }

    [Fact]
    public void A_limit_below_what_the_model_can_reach_rejects_the_campaign()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec(2, Example.Size(0.005))), Example.Examined());

        Assert.Equal(Phase.Rejected, run.State.Phase);
        Assert.Equal("targets[0].atMost", Assert.Single(run.State.Problems).Field);
        Assert.Empty(run.State.Trials);
    }

    [Fact]
    public void A_known_baseline_plans_the_trials_and_asks_for_a_slot_for_each()
    {
        var run = CampaignRun.Planned();

        Assert.Equal(Phase.Running, run.State.Phase);
        Assert.Equal(["t1", "t2"], run.State.Trials.Select(trial => trial.Id));
        var starts = run.State.Asks().OfType<SlotRequested>().Select(ask => ask.Start).ToArray();
        Assert.Equal([Example.Key("t1"), Example.Key("t2")], starts.Select(start => start.Key));
        Assert.All(starts, start => Assert.Equal(0.5, start.MaxDropPoints));
    }

    [Fact]
    public void A_trainer_lost_while_examining_is_followed_by_another_attempt_and_at_last_by_failure()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec()));

        for (var attempt = 1; attempt < Example.Limits.Attempts; attempt++)
        {
            run.Tell(new TrialLost { Key = Example.Key(CampaignState.Examination, attempt), Reason = "trainer-a is gone" });
            Assert.Equal(attempt + 1, run.State.ExaminationAttempt);
        }

        run.Tell(new TrialLost { Key = Example.Key(CampaignState.Examination, Example.Limits.Attempts), Reason = "trainer-a is gone" });
        Assert.Equal(Phase.Failed, run.State.Phase);
        Assert.Contains("trainer-a is gone", run.State.Reason, StringComparison.Ordinal);
    }
}
