using System.Diagnostics;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>A board whose disk is full.</summary>
public sealed class FullDiskTests
{
    [SkippableFact]
    public async Task A_board_with_a_full_disk_is_sick_with_the_reason_and_well_once_there_is_room()
    {
        var bench = new FaultBench();
        var disk = Path.Combine(bench.Cluster.Folder, "disk");
        Directory.CreateDirectory(disk);
        // Less than the reference model takes.
        Skip.If(await RunAsync("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk) != 0, "mounting a small disk needs root");
        try
        {
            bench.Start("--ReferenceRetry", "00:00:02");
            await bench.RunAsync(async () =>
            {
                await using var board = bench.Cluster.StartBoard("full", cache: disk);
                var campaign = await bench.SubmitAsync("full", Networks.Dense(60, 61));

                var sick = await bench.BoardAsync("full", shown => shown.Board.State == BoardState.Sick);
                Assert.Contains("No space left on device", sick.Board.Reason, StringComparison.Ordinal);
                var waiting = await new Campaigns.CampaignsClient(bench.Cluster.Channel).GetAsync(new GetRequest { CampaignId = campaign });
                Assert.Equal(0, waiting.Measurements);

                Assert.Equal(0, await RunAsync("mount", "-o", "remount,size=16m", disk));

                FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(campaign), "full");
                var well = await bench.BoardAsync("full", shown => shown.Board.State == BoardState.Free);
                Assert.Equal((2, 0), (well.Board.JobsCompleted, well.Board.JobsFailed));
                Assert.Subset(well.History.Select(happened => happened.Kind).ToHashSet(), new HashSet<BoardEventKind> { BoardEventKind.Sick, BoardEventKind.Well });
            });
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
            await bench.DisposeAsync();
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
