using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot extend`</summary>
internal sealed class ExtendCommand : ClusterCommand
{
    private const int MostTrials = 63;

    public ExtendCommand(Terminal terminal)
        : base("extend", "Give a running or completed campaign more trials, the next of its plan.", "deepiot extend 3f2a --trials 4")
    {
        var id = CommonOptions.CampaignId();
        var trials = new Option<int>("--trials")
        {
            Description = "How many more.",
            HelpName = "n",
            Required = true,
            CustomParser = result => CommonOptions.Parse(result, Numbers.Between(1, MostTrials)),
        };
        Add(id);
        Add(trials);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var campaign = parsed.GetRequiredValue(id);
            var request = new ExtendRequest { CampaignId = campaign, Trials = parsed.GetValue(trials), ExtensionId = Guid.NewGuid().ToString() };
            var reply = await connection.Campaigns.ExtendAsync(request, cancellationToken: cancellation);
            terminal.Out.WriteLine($"Campaign {campaign} has {reply.Trials} trials now and is {Words.Of(reply.State)}.");
        });
    }
}
