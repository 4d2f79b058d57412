using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Campaigns;

/// <summary>`deepiot campaigns delete`</summary>
internal sealed class CampaignsDeleteCommand : ClusterCommand
{
    public CampaignsDeleteCommand(Terminal terminal)
        : base("delete", "Forget a campaign that has ended. Its artifacts stay until `deepiot artifacts gc` finds that nobody else needs them.",
            "deepiot campaigns delete 3f2a")
    {
        var id = CommonOptions.CampaignId();
        Add(id);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var campaign = parsed.GetRequiredValue(id);
            await connection.Campaigns.DeleteAsync(new DeleteRequest { CampaignId = campaign }, cancellationToken: cancellation);
            terminal.Out.WriteLine($"Campaign {campaign} is deleted.");
        });
    }
}
