using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Spectre.Console;
using Spectre.Console.Rendering;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Watching;

/// <summary>Shows trainers and boards again and again, in place; once where the output is no terminal.</summary>
public sealed class ClusterTop(Terminal terminal, TimeProvider time, CoordinatorConnection connection)
{
    /// <summary>Until it is cancelled, which is how it ends.</summary>
    /// <exception cref="RpcException">The first look fails; later ones are tried again.</exception>
    public async Task ShowAsync(TimeSpan every, CancellationToken cancellation)
    {
        var first = await LookAsync(cancellation);
        if (terminal.Rich is { } console)
            await console.Live(Picture(first, first, "")).StartAsync(display => FollowAsync(display, first, every, cancellation));
        else
            Print(first);
    }

    private async Task FollowAsync(LiveDisplayContext display, ClusterView first, TimeSpan every, CancellationToken cancellation)
    {
        var latest = first;
        using var ticks = new PeriodicTimer(every, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(cancellation))
            {
                var trouble = "";
                try
                {
                    latest = await LookAsync(cancellation);
                }
                catch (RpcException e) when (CampaignEvents.MayPass(e))
                {
                    trouble = $"The coordinator does not answer; this is from {latest.At.ToLocalTime():HH:mm:ss}.";
                }
                display.UpdateTarget(Picture(latest, first, trouble));
            }
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // The user has seen enough.
        }
    }

    private async Task<ClusterView> LookAsync(CancellationToken cancellation)
    {
        var trainers = await connection.Trainers.ListAsync(new ListTrainersRequest(), cancellationToken: cancellation);
        var boards = await connection.Boards.ListAsync(new ListBoardsRequest(), cancellationToken: cancellation);
        return new ClusterView(time.GetUtcNow(), trainers.Trainers, boards.Boards);
    }

    private static Rows Picture(ClusterView view, ClusterView first, string trouble) =>
        new(Picture(view.TrainerSheet), Picture(view.BoardSheet), new Text(view.Summary(first)), new Text(trouble));

    private static IRenderable Picture(Sheet sheet) => sheet.Rows.Count > 0 ? RichTable.Of(sheet) : new Text(sheet.WhenEmpty);

    private void Print(ClusterView view)
    {
        terminal.Print(view.TrainerSheet, OutputFormat.Table);
        terminal.Out.WriteLine();
        terminal.Print(view.BoardSheet, OutputFormat.Table);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(view.Summary(view));
    }
}
