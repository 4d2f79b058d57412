using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>What its trials, boards and reports have made and it still refers to, each once.</summary>
    public IEnumerable<ArtifactRef> Made =>
        Trials.Where(trial => !trial.Ended).Select(trial => trial.Checkpoint).OfType<ArtifactRef>()
            .Concat(Candidates.Concat(Networks).Select(model => model.Model))
            .Concat(TimeModels.Select(learned => learned.File).OfType<ArtifactRef>())
            .Concat(Reports)
            .DistinctBy(artifact => artifact.Sha256);

    /// <summary>The model and the data that a campaign is submitted with, each once.</summary>
    public static IEnumerable<ArtifactRef> InputsOf(CampaignSpec spec) =>
        new[] { spec.Model, spec.Data?.Train?.Inputs, spec.Data?.Train?.Labels, spec.Data?.Test?.Inputs, spec.Data?.Test?.Labels }
            .OfType<ArtifactRef>()
            .DistinctBy(artifact => artifact.Sha256);
}
