using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class CampaignReferencesTests
{
    [Fact]
    public void A_campaign_needs_its_model_its_data_and_what_its_trials_found() =>
        Assert.Equal(Names("model.onnx", "train.npz", "m1", "m2"), References(CampaignRun.Searched()));

    [Fact]
    public void What_was_only_measured_and_what_was_learned_of_it_is_needed_too() =>
        Assert.Equal(
            Names("model.onnx", "train.npz", "n2", "n3", "n4", $"{Example.Class}.timemodel"),
            References(CampaignRun.Steered(Example.Latency(5))));

    [Fact]
    public void Of_the_checkpoints_of_a_trial_only_the_last_is_needed()
    {
        var run = CampaignRun.Planned().After(Example.Started("t1"), Checkpoint(2, "early"), Checkpoint(3, "late"));

        Assert.Equal(Names("model.onnx", "train.npz", "late"), References(run));
    }

    private static TrialReply Checkpoint(long sequence, string name) => Example.Reply(
        Example.Key("t1"), sequence, reply => reply.Checkpoint = new CheckpointStored { Checkpoint = Example.Artifact(name) });

    private static IEnumerable<string> References(CampaignRun run) =>
        CampaignReferences.Of(run.Entries, run.State).Sha256.Select(sha256 => Convert.ToHexStringLower(sha256.Span)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(params string[] artifacts) => artifacts.Select(Example.Sha).Order(StringComparer.Ordinal);
}
