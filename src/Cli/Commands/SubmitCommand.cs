using System.CommandLine;
using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Submitting;
using DeepIoT.Cli.Watching;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot submit`</summary>
internal sealed class SubmitCommand : ClusterCommand
{
    public SubmitCommand(Terminal terminal, TimeProvider time)
        : base("submit", "Examine a campaign file with its model and data, upload them and start the campaign.",
            "deepiot submit samples/digits/campaign.yaml --watch")
    {
        var file = new Argument<string>("file") { Description = "The campaign file; docs/campaign-file.md describes it.", HelpName = "file.yaml" };
        var watch = new Option<bool>("--watch") { Description = "Follow the campaign to its end." };
        Add(file);
        Add(watch);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var (campaign, reply) = await SubmitAsync(connection, parsed.GetRequiredValue(file), cancellation);
            foreach (var warning in reply.Warnings)
                terminal.Error.WriteLine($"Note: {warning}");
            terminal.Out.WriteLine($"Campaign {reply.CampaignId} ({campaign.Name}) is submitted.");
            if (parsed.GetValue(watch))
                await new CampaignWatcher(terminal, time).WatchAsync(connection, reply.CampaignId, cancellation);
            else
                terminal.Error.WriteLine($"`deepiot watch {reply.CampaignId}` follows it.");
        });

        async Task<(CampaignFile, SubmitReply)> SubmitAsync(CoordinatorConnection connection, string path, CancellationToken cancellation)
        {
            using var telemetry = TelemetrySetup.OfCommand("deepiot");
            using var span = Signals.Start(Spans.Submit);
            var submission = new CampaignSubmission(new TrialFactory(time), terminal.Error.WriteLine);
            var campaign = await Task.Run(() => submission.Prepare(path, cancellation), cancellation);
            var reply = await submission.SubmitAsync(connection, campaign, cancellation);
            span?.SetTag("deepiot.campaign.id", reply.CampaignId);
            return (campaign, reply);
        }
    }
}
