using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

/// <summary>Every artifact of the example has 1 000 bytes; a spec has a model and a data file.</summary>
public sealed class StorageQuotaTests
{
    [Fact]
    public void A_submission_that_fits_exactly_is_taken_and_one_byte_less_is_not_enough()
    {
        var summary = Summary("ada", CampaignRun.Searched());
        Assert.Equal(2_000, summary.MadeBytes);

        Assert.Null(StorageQuota.Refusal(Submit("ada", "other.npz"), [summary], 5_000));
        var problem = Assert.Single(StorageQuota.Refusal(Submit("ada", "other.npz"), [summary], 4_999)!.Problems);
        Assert.Equal("with it the campaigns of ada would keep 5,000 bytes stored, and the quota is 4,999", problem.Reason);
    }

    [Fact]
    public void The_same_model_and_data_count_once_however_many_campaigns_use_them()
    {
        var summary = Summary("ada", CampaignRun.Planned());

        Assert.Null(StorageQuota.Refusal(Submit("ada", "train.npz"), [summary, summary], 2_000));
    }

    [Fact]
    public void A_campaign_gets_more_trials_until_its_owner_keeps_more_than_the_quota()
    {
        var summary = Summary("ada", CampaignRun.Searched());

        Assert.Null(StorageQuota.Refusal(summary, [summary], 4_000));
        var problem = Assert.Single(StorageQuota.Refusal(summary, [summary], 3_999)!.Problems);
        Assert.Equal(("trials", "the campaigns of ada keep 4,000 bytes stored, and the quota is 3,999"), (problem.Field, problem.Reason));
    }

    [Fact]
    public void What_others_store_is_theirs_and_without_a_quota_everything_fits()
    {
        var summary = Summary("bob", CampaignRun.Searched());

        Assert.Null(StorageQuota.Refusal(Submit("ada", "train.npz"), [summary], 2_000));
        Assert.Null(StorageQuota.Refusal(Submit("bob", "other.npz"), [summary], null));
    }

    [Fact]
    public void Checkpoints_count_while_their_trial_goes_on()
    {
        var run = CampaignRun.Planned().After(
            Example.Started("t1"),
            Example.Reply(Example.Key("t1"), 4, reply => reply.Checkpoint = new CheckpointStored { Checkpoint = Example.Artifact("c") }));
        Assert.Equal(1_000, run.State.ToSummary().MadeBytes);

        run.Tell(Example.Completed("t1"));
        Assert.Equal(0, run.State.ToSummary().MadeBytes);
    }

    private static CampaignSummary Summary(string owner, CampaignRun run)
    {
        var summary = run.State.ToSummary();
        summary.Owner = owner;
        return summary;
    }

    private static SubmitCampaign Submit(string owner, string data)
    {
        var submit = Example.Submit(Example.Spec());
        submit.Spec.Data.Train.Inputs = Example.Artifact(data);
        submit.Owner = owner;
        return submit;
    }
}
