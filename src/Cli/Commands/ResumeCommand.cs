using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot resume`</summary>
internal sealed class ResumeCommand : ClusterCommand
{
    public ResumeCommand(Terminal terminal)
        : base("resume", "Let a paused campaign go on from its checkpoints.", "deepiot resume 3f2a")
    {
        var id = CommonOptions.CampaignId();
        Add(id);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var campaign = parsed.GetRequiredValue(id);
            var reply = await connection.Campaigns.ResumeAsync(new ResumeRequest { CampaignId = campaign }, cancellationToken: cancellation);
            terminal.Out.WriteLine($"Campaign {campaign} is {Words.Of(reply.State)}.");
        });
    }
}
