using DeepIoT.Protocol.V1;
using Local = DeepIoT.Compression.Data;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>Says a campaign file in the words of the wire.</summary>
public static class CampaignSpecs
{
    /// <param name="artifacts">The reference of each uploaded file, by its path.</param>
    public static CampaignSpec From(CampaignFile file, IReadOnlyDictionary<string, ArtifactRef> artifacts) => new()
    {
        Name = file.Name,
        Model = artifacts[file.Model],
        Task = Enum.Parse<Protocol.V1.Task>(file.Data.Task.ToString()),
        Decoding = new DecodingSpec { Beam = file.Decoding.Beam, Separator = file.Decoding.Separator ?? 0 },
        Data = Data(file, artifacts),
        MaxDropPoints = file.MaxDropPoints,
        Targets = { file.Targets },
        Search = file.Search,
        Priority = file.Priority,
    };

    private static DataSpec Data(CampaignFile file, IReadOnlyDictionary<string, ArtifactRef> artifacts)
    {
        var spec = new DataSpec
        {
            Format = Enum.Parse<DataFormat>(file.Data.Format.ToString()),
            Train = Part(file.Data.Train, artifacts),
            TestShare = file.Data.TestShare,
            ValidationShare = file.ValidationShare,
            Scale = file.Data.Scale,
            Unlabelled = !file.Data.IsLabelled,
        };
        if (file.Data.Test is { } test)
            spec.Test = Part(test, artifacts);
        return spec;
    }

    private static DataPart Part(Local.DataPart part, IReadOnlyDictionary<string, ArtifactRef> artifacts)
    {
        var sent = new DataPart
        {
            Inputs = artifacts[part.Inputs],
            InputsMember = part.InputsMember ?? "",
            LabelsMember = part.LabelsMember ?? "",
        };
        if (part.Labels is not null)
            sent.Labels = artifacts[part.Labels];
        return sent;
    }
}
