using System.Text;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Reports.Html;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Reports;

/// <summary>Writes a campaign's results as HTML, JSON and CSV artifacts.</summary>
internal sealed class ReportWriter(ArtifactIntake artifacts)
{
    public async Task<IReadOnlyList<ArtifactRef>> WriteAsync(ResultsReply results)
    {
        var id = results.Campaign.CampaignId;
        return
        [
            await Put(await HtmlReport.OfAsync(results), $"{id}.html"),
            await Put(JsonReport.Of(results), $"{id}.json"),
            await Put(CsvReport.Of(results), $"{id}.csv"),
        ];
    }

    private Task<ArtifactRef> Put(string text, string name) => artifacts.PutAsync(Encoding.UTF8.GetBytes(text), name);
}
