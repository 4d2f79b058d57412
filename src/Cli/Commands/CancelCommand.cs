using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot cancel`</summary>
internal sealed class CancelCommand : ClusterCommand
{
    public CancelCommand(Terminal terminal)
        : base("cancel", "Stop a campaign; what it has found so far stays.", "deepiot cancel 3f2a")
    {
        var id = CommonOptions.CampaignId();
        Add(id);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var campaign = parsed.GetRequiredValue(id);
            var reply = await connection.Campaigns.CancelAsync(new CancelRequest { CampaignId = campaign }, cancellationToken: cancellation);
            terminal.Out.WriteLine($"Campaign {campaign} is {Words.Of(reply.State)}.");
        });
    }
}
