using System.Net;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Boards.Faults;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.EmulatedBoard;

/// <summary>A board of another architecture in the network of a coordinator that asks for tokens, over TLS.</summary>
[Collection(OneMachine.Name)]
public sealed class PowerLossTests(BoardImage image)
{
    [SkippableFact]
    public async Task A_board_whose_plug_is_pulled_in_the_middle_of_a_job_costs_the_campaign_nothing_but_time()
    {
        image.SkipIfMissing();
        var bench = new FaultBench(new LocalCluster(IPAddress.Loopback, IPAddress.Parse(EmulatedMachine.Host)), TimeSpan.FromMinutes(3));
        try
        {
            bench.Start("--ReferenceInterval", "00:00:00", "--LeaseTime", "00:02:00");
            await bench.RunAsync(async () =>
            {
                string campaign, boardClass;
                await using (var board = SwitchOn(bench, "first"))
                {
                    boardClass = (await bench.BoardAsync("virt", shown => shown.Board.State == BoardState.Free)).Board.Description.BoardClass;
                    Assert.Contains("/linux-arm64/", boardClass, StringComparison.Ordinal);
                    Assert.EndsWith("/emulated", boardClass, StringComparison.Ordinal);
                    campaign = await bench.SubmitAsync(boardClass, Networks.Dense(40, 41));
                    await bench.BoardAsync("virt", shown => shown.Board.State == BoardState.Busy);
                    await board.KillAsync();
                }

                Assert.Equal(0, (await bench.BoardAsync("virt", shown => shown.Board.State == BoardState.Offline)).Board.JobsCompleted);
                await using var again = SwitchOn(bench, "second");

                FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(campaign), boardClass);
                var back = await bench.BoardAsync("virt", shown => shown.Board.State == BoardState.Free);
                Assert.Equal((2, 0), (back.Board.JobsCompleted, back.Board.JobsFailed));
                Assert.Equal(boardClass, back.Board.Description.BoardClass);
            });
        }
        finally
        {
            await bench.DisposeAsync();
        }
    }

    private static RunningProgram SwitchOn(FaultBench bench, string boot) => bench.Cluster.Keep(EmulatedMachine.SwitchOn(
        Path.Combine(bench.Cluster.Folder, boot),
        new Dictionary<string, string> { ["hub.pem"] = bench.Cluster.Certificate!.File },
        $"""
        export SSL_CERT_FILE=/board/hub.pem DEEPIOT_TOKEN={LocalCluster.BoardToken}
        agent/deepiot-profiler --join https://{EmulatedMachine.Host}:{bench.Cluster.Address.Port} --name virt --label emulated
        """));
}
