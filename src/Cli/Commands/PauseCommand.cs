using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot pause`</summary>
internal sealed class PauseCommand : ClusterCommand
{
    public PauseCommand(Terminal terminal)
        : base("pause", "Let a campaign's trials store a checkpoint and hand their slots back.", "deepiot pause 3f2a")
    {
        var id = CommonOptions.CampaignId();
        Add(id);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var campaign = parsed.GetRequiredValue(id);
            var reply = await connection.Campaigns.PauseAsync(new PauseRequest { CampaignId = campaign }, cancellationToken: cancellation);
            terminal.Out.WriteLine($"Campaign {campaign} is {Words.Of(reply.State)}.");
        });
    }
}
