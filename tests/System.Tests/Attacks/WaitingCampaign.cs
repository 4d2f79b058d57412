using DeepIoT.Protocol.V1;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>A campaign that waits for a trainer that never comes. One artifact does for model and data: nothing is read of them before.</summary>
internal static class WaitingCampaign
{
    public static SubmitRequest Of(ArtifactRef artifact, string submissionId) => new()
    {
        SubmissionId = submissionId,
        Spec = new CampaignSpec
        {
            Name = "attacked",
            Model = artifact,
            Data = new DataSpec { Format = DataFormat.Npz, Train = new DataPart { Inputs = artifact }, TestShare = 0.2 },
            Task = Protocol.V1.Task.Classification,
            MaxDropPoints = 1,
            Targets = { new Target { Kind = TargetKind.Size, Share = 0.2 } },
            Search = new SearchSpec { Method = "auto", Trials = 1, Epochs = 1 },
        },
    };
}
