using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Results;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;
using Spectre.Console;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Watching;

/// <summary>Follows one campaign to its end on whatever the output is.</summary>
public sealed class CampaignWatcher(Terminal terminal, TimeProvider time)
{
    /// <summary>Follows, then prints the frontier.</summary>
    /// <exception cref="UserMistakeException">The campaign was rejected, or it failed.</exception>
    public async Task WatchAsync(CoordinatorConnection connection, string campaignId, CancellationToken cancellation)
    {
        try
        {
            var results = await FollowToResultsAsync(connection, campaignId, cancellation);
            terminal.Print(CampaignResults.From(results, withOthers: false), OutputFormat.Table);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.Error.WriteLine($"The campaign goes on; `deepiot watch {campaignId}` shows it again.");
            throw;
        }
    }

    /// <exception cref="UserMistakeException">The campaign was rejected, or it failed.</exception>
    public async Task<ResultsReply> FollowToResultsAsync(CoordinatorConnection connection, string campaignId, CancellationToken cancellation)
    {
        await FollowAsync(connection, campaignId, cancellation);
        var results = await connection.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = campaignId }, cancellationToken: cancellation);
        RefuseUnlessUsable(results.Campaign);
        return results;
    }

    public async Task<CampaignProgress> FollowAsync(CoordinatorConnection connection, string campaignId, CancellationToken cancellation)
    {
        if (terminal.Rich is not { } console)
            return await FollowAsync(connection, campaignId, new PlainProgress(terminal.Out), cancellation);
        return await console.Live(LiveProgress.Picture(CampaignProgress.Nothing, "")).StartAsync(display =>
            FollowAsync(connection, campaignId, new LiveProgress(display, time), cancellation));
    }

    private async Task<CampaignProgress> FollowAsync(
        CoordinatorConnection connection, string campaignId, IProgressDisplay display, CancellationToken cancellation)
    {
        var progress = CampaignProgress.Nothing;
        var events = new CampaignEvents(connection.Campaigns, time, display.Trouble);
        await foreach (var happened in events.ReadAsync(campaignId, cancellation))
        {
            progress = progress.After(happened);
            display.Show(happened, progress);
        }
        return progress;
    }

    private static void RefuseUnlessUsable(Campaign campaign)
    {
        if (campaign.State is not (CampaignState.Rejected or CampaignState.Failed))
            return;
        var problems = campaign.Problems.Select(p => $"{Environment.NewLine}  {Failure.Line(p.Field, p.Reason, p.Remedy)}")
            .Concat(campaign.Trials.Where(t => t.Reason.Length > 0).Select(t => $"{Environment.NewLine}  trial {t.TrialId}: {t.Reason}"));
        throw new UserMistakeException($"Campaign {campaign.CampaignId} is {Words.Of(campaign.State)}.{string.Concat(problems)}");
    }
}
