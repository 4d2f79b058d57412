using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>What can happen between a board and its coordinator. Every campaign is measured completely, and nothing twice.</summary>
public sealed class ConnectionFaultTests(FaultBench bench) : IClassFixture<FaultBench>
{
    [Fact]
    public Task A_network_that_is_cut_in_the_middle_of_a_job_delays_the_campaign_and_loses_nothing() => bench.RunAsync(async () =>
    {
        await using var network = new CutNetwork(bench.Cluster.Address);
        await using var board = bench.Cluster.StartBoard("cut", network.Address);
        var campaign = await bench.SubmitAsync("cut", Networks.Dense(40, 41));
        await bench.BoardAsync("cut", shown => shown.Board.State == BoardState.Busy);

        network.Cut();
        await bench.BoardAsync("cut", shown => shown.Board.State == BoardState.Offline && shown.History.Any(happened => happened.Detail == "it went silent"));
        // Longer than either side's patience, so that both have given the stream up.
        await Task.Delay(TimeSpan.FromSeconds(4));
        network.Heal();

        FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(campaign), "cut");
        var back = await bench.BoardAsync("cut", shown => shown.Board.State == BoardState.Free);
        Assert.Equal(2, back.Board.JobsCompleted);
    });

    [Fact]
    public Task A_stream_that_is_half_open_is_left_for_a_new_one() => bench.RunAsync(async () =>
    {
        await using var network = new CutNetwork(bench.Cluster.Address);
        await using var board = bench.Cluster.StartBoard("half-open", network.Address);
        var campaign = await bench.SubmitAsync("half-open", Networks.Dense(42, 43));
        // Busy at the coordinator is not yet attached at the board: its welcome and its job may be on the way.
        await board.ChildAsync();

        network.HalfOpen();

        FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(campaign), "half-open");
        Assert.Contains("the coordinator fell silent", board.Output, StringComparison.Ordinal);
        Assert.Equal(BoardState.Free, (await bench.BoardAsync("half-open", shown => shown.Board.State == BoardState.Free)).Board.State);
    });

    [Fact]
    public Task A_second_agent_of_one_name_ends_with_the_remedy_and_the_first_goes_on() => bench.RunAsync(async () =>
    {
        await using var first = bench.Cluster.StartBoard("twin");
        await bench.BoardAsync("twin", shown => shown.Board.State == BoardState.Free);

        await using var second = bench.Cluster.StartBoard("twin");

        Assert.Equal(2, await second.ExitAsync());
        Assert.Contains("name: Another agent is attached as twin, and it is alive", second.Output, StringComparison.Ordinal);
        Assert.Contains("--name", second.Output, StringComparison.Ordinal);
        FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(await bench.SubmitAsync("twin", Networks.Dense(44, 45))), "twin");
        Assert.Single((await bench.BoardAsync("twin", _ => true)).History);
    });

    [Fact]
    public Task An_agent_that_is_killed_in_the_middle_of_a_job_goes_on_when_it_is_started_again() => bench.RunAsync(async () =>
    {
        await using var board = bench.Cluster.StartBoard("killed");
        var campaign = await bench.SubmitAsync("killed", Networks.Dense(46, 47));
        await board.ChildAsync();

        await board.KillAsync();
        await using var again = bench.Cluster.StartBoard("killed");

        FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(campaign), "killed");
        Assert.Equal((2, 1), await JobsAsync("killed"));
    });

    private async Task<(int Completed, int Failed)> JobsAsync(string name)
    {
        var board = (await bench.BoardAsync(name, shown => shown.Board.State == BoardState.Free)).Board;
        return (board.JobsCompleted, board.JobsFailed);
    }
}
