using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Commands;

public sealed class TopCommandTests
{
    [Fact]
    public async Task Where_the_output_is_no_terminal_it_shows_trainers_and_boards_once()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Trainers.Known.Trainers.Add(new Trainer
        {
            Name = "lab-1",
            Slots = 2,
            Running = { new RunningTrial { CampaignId = "c1", TrialId = "t3" } },
            Draining = true,
        });
        coordinator.Boards.Known.Boards.Add(new Board
        {
            Description = new BoardDescription { Name = "fake-1", BoardClass = "rpi4", Simulated = true },
            State = BoardState.Sick,
            Reason = "twice as slow as its class",
            JobsTainted = 3,
        });

        var run = await CommandRun.OfAsync(coordinator, "top");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Matches(@"lab-1 +1 of 2 +c1/t3 +yes", run.Out);
        Assert.Matches(@"fake-1 +rpi4 \(simulated\) +sick +twice as slow as its class +0 +0 +3", run.Out);
        Assert.Contains("1 of 2 slots busy · 0 of 1 boards measuring", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_trainers_and_boards_it_says_how_to_start_some()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "top");

        Assert.Contains("deepiot trainer", run.Out, StringComparison.Ordinal);
        Assert.Contains("deepiot attach", run.Out, StringComparison.Ordinal);
    }
}
