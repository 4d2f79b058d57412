using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

/// <summary>Real child processes, one after the other.</summary>
[Collection(WorkersInTurn.Name)]
public sealed class LauncherTests : Scratch
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly Launcher _launcher = new(new(WorkerCommand.OfThisProgram(), TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task A_measurement_is_made_of_launches_and_keeps_them_all()
    {
        var reply = await _launcher.RunAsync(Job(TimeSpan.FromSeconds(30)), Long, default);

        var measurement = reply.Measurement;
        var counting = measurement.Launches.Where(launch => launch.Counts).ToArray();
        Assert.InRange(measurement.Launches.Count, Launches.Enough, Launches.Most);
        Assert.Equal(measurement.Launches.Count, measurement.Attempts);
        Assert.Equal(counting.SelectMany(launch => launch.ReadingsMs), measurement.ReadingsMs);
        Assert.Equal(OrderStatistics.Median([.. counting.Select(launch => launch.MedianMs)]), measurement.MedianMs);
        Assert.Equal(measurement.ReadingsMs.Count, reply.Windows.Count);
        Assert.All(reply.Windows.Zip(measurement.ReadingsMs), pair =>
            Assert.Equal(pair.Second * measurement.RunsPerReading, (pair.First.To - pair.First.From) / 1e6, 1e-3));
        Assert.Equal(["MatMul", "Relu"], measurement.Operators.Select(o => o.Type));
        Assert.True(measurement.P90Ms <= measurement.P99Ms);
        Assert.True(measurement.Converged || measurement.Tainted.Count > 0);
    }

    [Fact]
    public async Task Launches_that_a_short_limit_leaves_no_time_for_are_said_to_be_missing()
    {
        var measurement = (await _launcher.RunAsync(Job(TimeSpan.FromMilliseconds(300)), Long, default)).Measurement;

        Assert.Single(measurement.Launches);
        Assert.False(measurement.Converged);
        Assert.NotEmpty(measurement.Tainted);
    }

    [Fact]
    public async Task A_launch_that_fails_fails_the_job()
    {
        var job = Job(TimeSpan.FromSeconds(2));
        job.ModelPath = TestModels.UnknownOperator().Save(Folder);

        Assert.Contains("Frobnicate", (await _launcher.RunAsync(job, Long, default)).Failure.Reason, StringComparison.Ordinal);
    }

    private WorkerJob Job(TimeSpan limit) => new()
    {
        ModelPath = TestModels.Dense().Save(Folder),
        Board = new() { Name = "board", BoardClass = "class", Threads = 1, EnergyTier = "none" },
        Protocol = new MeasuringProtocol { TimeLimit = Duration.FromTimeSpan(limit) },
        SystemRoot = "/",
    };
}
