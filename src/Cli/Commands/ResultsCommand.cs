using System.CommandLine;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Results;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot results`</summary>
internal sealed class ResultsCommand : ClusterCommand
{
    public ResultsCommand(Terminal terminal)
        : base("results", "Print what a campaign has found: the frontier, against the uncompressed model.",
            "deepiot results 3f2a", "deepiot results 3f2a --all --format json")
    {
        var id = CommonOptions.CampaignId();
        var format = CommonOptions.Format();
        var all = new Option<bool>("--all") { Description = "Print the candidates off the frontier too." };
        Add(id);
        Add(all);
        Add(format);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new ResultsRequest { CampaignId = parsed.GetRequiredValue(id) };
            var reply = await connection.Campaigns.ResultsAsync(request, cancellationToken: cancellation);
            terminal.Print(CampaignResults.From(reply, parsed.GetValue(all)), parsed.GetValue(format));
        });
    }
}
