using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class TrialLifeTests
{
    [Fact]
    public void A_dead_trainers_trial_is_queued_again_from_its_last_checkpoint_as_the_next_attempt()
    {
        var run = CampaignRun.Planned().After(
            Example.Started("t1"),
            Checkpoint("t1", "checkpoint-1"),
            Checkpoint("t1", "checkpoint-2"));

        run.Tell(new TrialLost { Key = Example.Key("t1"), Reason = "trainer-a is gone" });

        var trial = run.State.Trial("t1")!;
        Assert.Equal((TrialState.Queued, 2), (trial.State, trial.Attempt));
        var start = run.State.Asks().OfType<SlotRequested>().Single(ask => ask.Start.Key.TrialId == "t1").Start;
        Assert.Equal(Example.Key("t1", 2), start.Key);
        Assert.Equal(Example.Sha("checkpoint-2"), start.Checkpoint.Sha256);
    }

    [Fact]
    public void Late_messages_of_an_older_attempt_change_nothing_and_stop_its_trial()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), new TrialLost { Key = Example.Key("t1"), Reason = "gone" });
        var before = run.Entries.Count;

        TrialReply[] late = [Example.Found("t1", "m1"), Example.Completed("t1"), Checkpoint("t1", "late")];
        Assert.All(late, reply => Assert.Equal(Example.Key("t1"), Assert.IsType<StopTrial>(run.Tell(reply)).Key));
        run.Tell(new TrialLost { Key = Example.Key("t1"), Reason = "gone again" });

        Assert.Equal(before, run.Entries.Count);
    }

    [Fact]
    public void A_reply_sent_again_is_acknowledged_again_and_stored_once()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"));

        foreach (var reply in new[] { Example.Found("t1", "m1"), Checkpoint("t1", "c"), Example.Completed("t1") })
        {
            var first = run.Tell(reply);
            var stored = run.Entries.Count;
            var second = run.Tell(reply);
            Assert.Equal(first, second);
            Assert.Equal(reply.Sequence, Assert.IsType<TrialReplyStored>(second).Sequence);
            Assert.Equal(stored, run.Entries.Count);
        }
    }

    [Fact]
    public void A_trial_that_a_leaving_trainer_hands_back_goes_on_from_there_and_has_not_failed()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Checkpoint("t1", "old"));

        run.Tell(Example.Reply(Example.Key("t1"), 5, reply => reply.Returned = new TrialReturned { Checkpoint = Example.Artifact("new") }));

        var trial = run.State.Trial("t1")!;
        Assert.Equal((TrialState.Queued, 2, 0), (trial.State, trial.Attempt, trial.Failures));
        Assert.Equal(Example.Sha("new"), trial.Checkpoint!.Sha256);
    }

    [Fact]
    public void A_trial_that_kills_every_trainer_is_given_up()
    {
        var run = CampaignRun.Planned();

        for (var attempt = 1; attempt <= Example.Limits.Attempts; attempt++)
            run.After(Example.Started("t1", attempt), new TrialLost { Key = Example.Key("t1", attempt), Reason = "trainer-a is gone" });

        Assert.Equal(TrialState.Failed, run.State.Trial("t1")!.State);
        Assert.Equal("trainer-a is gone", run.State.Trial("t1")!.Reason);
        Assert.Equal(Phase.Running, run.State.Phase);
    }

    [Fact]
    public void A_failure_of_the_trials_own_making_is_not_tried_again()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"));

        run.Tell(Example.Reply(Example.Key("t1"), 2, reply => reply.Failed = new TrialFailed { Reason = "option `advantage` is unknown" }));

        Assert.Equal((TrialState.Failed, 1), (run.State.Trial("t1")!.State, run.State.Trial("t1")!.Attempt));
    }

    [Fact]
    public void A_campaign_whose_trials_all_fail_without_a_candidate_fails_with_their_reasons()
    {
        var run = CampaignRun.Planned();

        foreach (var trial in new[] { "t1", "t2" })
            run.Tell(Example.Reply(Example.Key(trial), 2, reply => reply.Failed = new TrialFailed { Reason = $"{trial} went wrong" }));

        Assert.Equal(Phase.Failed, run.State.Phase);
        Assert.Contains("t1 went wrong", run.State.Reason, StringComparison.Ordinal);
        Assert.Contains("t2 went wrong", run.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_network_found_twice_is_one_candidate()
    {
        var run = CampaignRun.Planned().After(Example.Found("t1", "m1"), Example.Found("t2", "m1"));

        Assert.Equal("t1", Assert.Single(run.State.Candidates).Origin!.TrialId);
    }

    [Fact]
    public void Cancelling_ends_every_trial_withdraws_every_request_and_answers_stragglers_with_a_stop()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Example.Attached(Example.Class));
        var before = run.State;

        var answer = run.Tell(new CancelCampaign { CampaignId = "c1" });

        Assert.Equal(Phase.Cancelled, Assert.IsType<CancelReply>(answer).State);
        Assert.All(run.State.Trials, trial => Assert.Equal(TrialState.Cancelled, trial.State));
        Assert.Empty(run.State.Asks());
        var withdrawals = run.State.Withdrawals(before).ToArray();
        Assert.Equal(["t1", "t2"], withdrawals.OfType<SlotWithdrawn>().Select(withdrawn => withdrawn.Key.TrialId).Order());
        Assert.Equal(Example.Sha("model.onnx"), Assert.Single(withdrawals.OfType<MeasurementWithdrawn>()).Key.ModelSha256);
        Assert.IsType<StopTrial>(run.Tell(Example.Completed("t1")));
        Assert.IsType<StopTrial>(run.Tell(Example.Reply(Example.Key("t1"), 0, reply => reply.Progressed = new TrialProgress())));
    }

    [Fact]
    public void Cancelling_while_the_model_is_being_examined_withdraws_the_examination()
    {
        var run = new CampaignRun().After(Example.Submission(Example.Spec()));
        var before = run.State;

        run.Tell(new CancelCampaign());

        Assert.Equal("examine", Assert.IsType<SlotWithdrawn>(Assert.Single(run.State.Withdrawals(before))).Key.TrialId);
    }

    [Fact]
    public void Cancelling_twice_or_too_late_changes_nothing()
    {
        var cancelled = CampaignRun.Planned().After(new CancelCampaign());
        var count = cancelled.Entries.Count;
        Assert.Equal(Phase.Cancelled, Assert.IsType<CancelReply>(cancelled.Tell(new CancelCampaign())).State);
        Assert.Equal(count, cancelled.Entries.Count);

        var rejected = new CampaignRun().After(Example.Submission(Example.Spec(2, Example.Size(0.005))), Example.Examined());
        Assert.Equal(Phase.Rejected, Assert.IsType<CancelReply>(rejected.Tell(new CancelCampaign())).State);
    }

    [Fact]
    public void The_entries_alone_bring_the_state_back()
    {
        var run = CampaignRun.Searched().After(Example.Attached(Example.Class), Example.Measured(Example.Sha("m1")));

        var recovered = run.Entries.Aggregate(CampaignState.Empty, (state, entry) => state.Apply(entry));

        Assert.Equal(run.State.Asks(), recovered.Asks());
        Assert.Equal(run.State.Offset, recovered.Offset);
        Assert.Equal(run.State.ToResults(new Dictionary<string, TrialProgress>()), recovered.ToResults(new Dictionary<string, TrialProgress>()));
    }

    private static TrialReply Checkpoint(string trial, string artifact) => Example.Reply(
        Example.Key(trial), 4, reply => reply.Checkpoint = new CheckpointStored { Checkpoint = Example.Artifact(artifact) });
}
