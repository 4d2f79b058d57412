using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Results;

/// <summary>Fetches candidates and reports into a folder, under names that people can tell apart.</summary>
public sealed class ResultsDownload(ArtifactClient artifacts, string folder)
{
    public async Task<IReadOnlyList<(string Path, long Bytes)>> FetchAsync(
        ResultsReply results, IReadOnlyList<NetworkFigures> candidates, CancellationToken cancellation)
    {
        var name = FileName(results.Campaign.Spec?.Name ?? results.Campaign.CampaignId);
        var files = candidates.Select(c => (c.Sha256, c.Bytes, Path: PathOf(name, c)))
            .Concat(results.Reports.Select(r => (r.Sha256, r.Bytes, Path: PathOf(r))));
        var fetched = new List<(string, long)>();
        foreach (var file in files)
        {
            await artifacts.DownloadAsync(file.Sha256, file.Path, cancellation);
            fetched.Add((file.Path, file.Bytes));
        }
        return fetched;
    }

    /// <summary>Where a candidate is put: the campaign's name, then its parameters, then enough of its hash.</summary>
    public string PathOf(string campaignName, NetworkFigures candidate) =>
        Path.Combine(folder, $"{FileName(campaignName)}-{candidate.Parameters}-{Readable.ShortHash(candidate.Sha256)}.onnx");

    public string PathOf(ArtifactRef report) => Path.Combine(folder, FileName(report.Name));

    /// <summary>Names come from others; what is not a plain letter, digit, dot or dash becomes a dash, and none starts with a dot.</summary>
    public static string FileName(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-')).TrimStart('.', '-');
        return plain.Length > 0 ? plain : "unnamed";
    }
}
