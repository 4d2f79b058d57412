using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>What a campaign file says, with every path made absolute and every amount in the units of the wire.</summary>
/// <param name="ValidationShare">Share of train that choices are made on.</param>
/// <param name="Lines">Where each field stands, by its path such as `targets[1].atMost`.</param>
public sealed record CampaignFile(
    string Path,
    string Name,
    string Model,
    DataSource Data,
    double ValidationShare,
    double MaxDropPoints,
    Decoding Decoding,
    IReadOnlyList<Target> Targets,
    SearchSpec Search,
    Priority Priority,
    IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>The line of a field or of the nearest field round it; null when the file has none of them.</summary>
    public int? LineOf(string field)
    {
        // What stands behind a colon names a part of the file that the field names, such as a node of the model.
        for (var path = field.Split(':')[0]; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
        {
            if (Lines.TryGetValue(path, out var line))
                return line;
        }
        return null;
    }

    /// <summary>Every file that the campaign needs, each once.</summary>
    public IEnumerable<string> Files() =>
        new[] { Model, Data.Train.Inputs, Data.Train.Labels, Data.Test?.Inputs, Data.Test?.Labels }.OfType<string>().Distinct();
}
