using System.CommandLine;
using DeepIoT.Cli.Results;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot pull`</summary>
internal sealed class PullCommand : ClusterCommand
{
    public PullCommand(Terminal terminal)
        : base("pull", "Fetch a campaign's frontier as ONNX files, with its reports.",
            "deepiot pull 3f2a -o models", "deepiot pull 3f2a --best latency -o models")
    {
        var id = CommonOptions.CampaignId();
        var best = new Option<BestBy?>("--best")
        {
            Description = "Fetch only the best candidate by size, latency, energy or (validation) accuracy.",
            HelpName = "size|latency|accuracy",
            CustomParser = result => CommonOptions.Parse(result, text => CommonOptions.Named<BestBy>(text).AsNullable()),
            CompletionSources = { "size", "latency", "accuracy" },
        };
        var folder = new Option<string>("--output", "-o") { Description = "Folder for the files.", HelpName = "folder", Required = true };
        Add(id);
        Add(best);
        Add(folder);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new ResultsRequest { CampaignId = parsed.GetRequiredValue(id) };
            var reply = await connection.Campaigns.ResultsAsync(request, cancellationToken: cancellation);
            var pulled = await new ResultsDownload(connection.Artifacts, parsed.GetRequiredValue(folder))
                .FetchAsync(reply, Chosen(CampaignResults.From(reply, withOthers: false), parsed.GetValue(best)), cancellation);
            foreach (var (path, bytes) in pulled)
                terminal.Out.WriteLine($"{path}  {Readable.Bytes(bytes)}");
        });
    }

    private static IReadOnlyList<NetworkFigures> Chosen(CampaignResults results, BestBy? best)
    {
        if (best is not { } by)
            return results.Frontier.Count > 0 ? results.Frontier : throw Nothing(results, "has no candidates on its frontier yet");
        return Best.Of(results, by) is { } chosen ? [chosen] : throw Nothing(results, $"has no candidate within its limits to choose by {Words.Of(by)}");
    }

    private static UserMistakeException Nothing(CampaignResults results, string why) =>
        new($"Campaign {results.Campaign} is {results.State} and {why}. See `deepiot results {results.Campaign} --all`.");
}
