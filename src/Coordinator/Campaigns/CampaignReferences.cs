using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>The artifacts that a campaign needs for as long as it is kept.</summary>
internal static class CampaignReferences
{
    /// <summary>All that its entries name, but of checkpoints only the last of each trial: no attempt begins at an earlier one.</summary>
    public static ArtifactReferences Of(IEnumerable<Entry> entries, CampaignState state)
    {
        var named = entries
            .Where(entry => entry.KindCase is not (Entry.KindOneofCase.CheckpointKept or Entry.KindOneofCase.TrialRequeued))
            .SelectMany(ArtifactsNamed.By)
            .Concat(state.Trials.Select(trial => trial.Checkpoint?.Sha256).OfType<string>())
            .Distinct()
            .Where(ArtifactName.IsValid);
        return new ArtifactReferences { Sha256 = { named.Select(sha256 => ByteString.CopyFrom(Convert.FromHexString(sha256))) } };
    }
}
