using System.Diagnostics;
using System.Globalization;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>What a job can do to a board, and what its instruments can do to a job.</summary>
public sealed class JobFaultTests(FaultBench bench) : IClassFixture<FaultBench>
{
    [Fact]
    public Task Models_that_cannot_run_or_eat_the_memory_are_unmeasurable_with_the_reason_and_the_board_goes_on() => bench.RunAsync(async () =>
    {
        await using var board = bench.Cluster.StartBoard("hostile", arguments: ["--board-memory-limit", "512 MiB"]);
        var good = Networks.Dense(50, 51);

        var results = await bench.CompletedAsync(await bench.SubmitAsync("hostile", Networks.UnknownOperator(), Networks.MemoryEater(side: 20_000), good));

        Assert.Contains("Frobnicate", Assert.Single(results.Candidates[0].Unmeasurable), StringComparison.Ordinal);
        Assert.Contains("more memory than the limit", Assert.Single(results.Candidates[1].Unmeasurable), StringComparison.Ordinal);
        Assert.All(results.Candidates.Take(2), candidate => Assert.Empty(candidate.Measurements));
        Assert.Single(results.Candidates[2].Measurements);
        var after = await bench.BoardAsync("hostile", shown => shown.Board.State == BoardState.Free);
        Assert.Equal((2, 2), (after.Board.JobsCompleted, after.Board.JobsFailed));
        Assert.Single(after.History);
    });

    [Fact]
    public Task A_child_that_hangs_is_killed_at_its_deadline_and_the_job_is_done_again() => bench.RunAsync(async () =>
    {
        await using var board = bench.Cluster.StartBoard("hanging");
        var campaign = await bench.SubmitAsync("hanging", Networks.Dense(52, 53));
        var child = await board.ChildAsync();
        using (var stop = Process.Start("kill", ["-STOP", child.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync();

        FaultBench.AssertMeasuredOnce(await bench.CompletedAsync(campaign), "hanging");

        Assert.False(Directory.Exists($"/proc/{child}"));
        var after = await bench.BoardAsync("hanging", shown => shown.Board.State == BoardState.Free);
        Assert.Equal((2, 1), (after.Board.JobsCompleted, after.Board.JobsFailed));
        Assert.Single(after.History);
    });

    [Fact]
    public Task A_meter_that_stops_answering_costs_the_joules_and_not_the_latency() => bench.RunAsync(async () =>
    {
        using var instrument = new FailingInstrument(readings: 60);
        var profile = Path.Combine(bench.Cluster.Folder, "bench.yaml");
        await File.WriteAllTextAsync(profile, $"protocol: scpi\ntcp: 127.0.0.1:{instrument.Port}\ninterval: 20 ms\n");
        await using var board = bench.Cluster.StartBoard("metered", arguments: ["--meter", profile]);

        var results = await bench.CompletedAsync(await bench.SubmitAsync("metered", Networks.Dense(54, 55)));

        FaultBench.AssertMeasuredOnce(results, "metered");
        Measurement[] measurements = [.. results.Baseline.Measurements, .. results.Candidates.SelectMany(candidate => candidate.Measurements)];
        Assert.All(measurements, measurement => Assert.False(measurement.HasJoules));
        Assert.All(measurements, measurement => Assert.NotEqual("", measurement.Metering.Reason));
        Assert.Equal((2, 0), await JobsAsync("metered"));
    });

    [SkippableFact]
    public Task A_sensor_whose_file_vanishes_costs_the_joules_and_not_the_latency() => bench.RunAsync(async () =>
    {
        await using var sensors = await MountedSensors.CreateAsync(Path.Combine(bench.Cluster.Folder, "hwmon"));
        await using var board = bench.Cluster.StartBoard("sensed", launcher: sensors.Launcher);
        var campaign = await bench.SubmitAsync("sensed", Networks.Dense(56, 57));
        await bench.BoardAsync("sensed", shown => shown.Board.State == BoardState.Busy);
        await board.ChildAsync();

        sensors.Vanish();

        var results = await bench.CompletedAsync(campaign);
        FaultBench.AssertMeasuredOnce(results, "sensed");
        var first = new[] { results.Baseline.Measurements[0], results.Candidates[0].Measurements[0] }.MinBy(measurement => measurement.At)!;
        Assert.False(first.HasJoules);
        Assert.Contains("power1_input", first.Metering.Reason, StringComparison.Ordinal);
        Assert.Equal((2, 0), await JobsAsync("sensed"));
    });

    private async Task<(int Completed, int Failed)> JobsAsync(string name)
    {
        var board = (await bench.BoardAsync(name, shown => shown.Board.State == BoardState.Free)).Board;
        return (board.JobsCompleted, board.JobsFailed);
    }
}
