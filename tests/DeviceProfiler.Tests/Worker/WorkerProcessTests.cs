using System.Diagnostics;
using DeepIoT.DeviceProfiler.Energy.Sampling;
using DeepIoT.DeviceProfiler.Measuring;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Worker;
using DeepIoT.DeviceProfiler.Worker.Wire;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

/// <summary>The real child process on real models.</summary>
[Collection(WorkersInTurn.Name)]
public sealed class WorkerProcessTests : Scratch
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly WorkerProcess _worker = new(WorkerCommand.OfThisProgram(), TimeProvider.System);

    [Fact]
    public async Task A_small_model_is_measured_by_the_stages()
    {
        var asked = MonotonicClock.Now;
        var reply = await _worker.RunAsync(Job(TestModels.Dense().Save(Folder)), Long, default);

        var measurement = reply.Measurement;
        Assert.NotNull(measurement);
        Assert.Equal(Launches.ReadingsEach, measurement.ReadingsMs.Count);
        Assert.InRange(measurement.MedianMs, measurement.ReadingsMs.Min(), measurement.ReadingsMs.Max());
        Assert.True(measurement.MedianMs * measurement.RunsPerReading > 50, "a reading is far shorter than 100 ms");
        Assert.True(measurement.WarmupRuns > 1);
        Assert.True(measurement.LoadMs > 0);
        Assert.True(measurement.PeakRssBytes > 10_000_000);
        Assert.Equal("class", measurement.BoardClass);
        Assert.Equal(1, measurement.Threads);
        Assert.Equal("none", measurement.EnergyTier);
        Assert.False(measurement.HasJoules);
        Assert.Equal(measurement.ReadingsMs.Count, reply.Windows.Count);
        Assert.All(reply.Windows.Zip(measurement.ReadingsMs), pair =>
            Assert.Equal(pair.Second * measurement.RunsPerReading, (pair.First.To - pair.First.From) / 1e6, 1e-3));
        Assert.All(reply.Windows.Zip(reply.Windows.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        Assert.InRange(reply.Windows[0].From, asked, MonotonicClock.Now);
    }

    [Fact]
    public async Task What_the_board_tells_of_itself_goes_into_the_measurement()
    {
        using var pi = MadeUpSystem.RaspberryPi().With("sys/devices/platform/soc/soc:firmware/get_throttled", "0x1\n");
        var job = Job(TestModels.Dense().Save(Folder));
        job.SystemRoot = pi.Root;

        var measurement = (await _worker.RunAsync(job, Long, default)).Measurement;

        Assert.Equal(1800, measurement.ClockMhz);
        Assert.Equal("ondemand", measurement.Governor);
        Assert.Equal(48.686, measurement.TemperatureBeforeC);
        Assert.Equal(48.686, measurement.TemperatureAfterC);
        Assert.Equal(["under-voltage"], measurement.Throttling.Active);
        Assert.Contains("throttled: under-voltage", measurement.Tainted);
    }

    [Fact]
    public async Task What_the_board_does_not_tell_is_absent()
    {
        using var silent = new MadeUpSystem();
        var job = Job(TestModels.Dense().Save(Folder));
        job.SystemRoot = silent.Root;

        var measurement = (await _worker.RunAsync(job, Long, default)).Measurement;

        Assert.False(measurement.HasClockMhz || measurement.HasTemperatureBeforeC || measurement.HasTemperatureAfterC);
        Assert.Null(measurement.Throttling);
        Assert.Equal("", measurement.Governor);
    }

    [Fact]
    public async Task A_model_is_timed_by_operators_as_well()
    {
        var job = Job(TestModels.Dense().Save(Folder));
        job.WithOperators = true;
        var measurement = (await _worker.RunAsync(job, Long, default)).Measurement;

        Assert.Equal(["MatMul", "Relu"], measurement.Operators.Select(o => o.Type));
        Assert.All(measurement.Operators, o => Assert.True(o.Milliseconds >= 0));
        Assert.Equal("", measurement.OperatorsMissing);
    }

    [Fact]
    public async Task A_worker_can_make_no_socket_and_keeps_to_its_cores()
    {
        using var cancel = new CancellationTokenSource();
        var job = Job(TestModels.Heavy().Save(Folder), limit: TimeSpan.FromMinutes(10));
        job.Board.PinnedCores = "0";
        var running = _worker.RunAsync(job, Long, cancel.Token);

        var worker = await RunningWorkers.AppearsAsync();
        await Eventually.HoldsAsync(() => Status(worker) is { } status && status.Contains("Seccomp:\t2\n", StringComparison.Ordinal) && status.Contains("Cpus_allowed_list:\t0\n", StringComparison.Ordinal), "it is shut in");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        static string Status(int process) => File.ReadAllText($"/proc/{process}/status");
    }

    [SkippableFact]
    public async Task The_memory_of_workers_lies_at_the_same_addresses_each_time()
    {
        string[] first = [.. (await LinesAsync()).Order()], second = [.. (await LinesAsync()).Order()];

        Skip.If(first[0] == "refused", "the kernel, or the container's filter, refuses personality(ADDR_NO_RANDOMIZE)");
        Assert.Equal(first, second);
        Assert.NotEmpty(first);

        static async Task<string[]> LinesAsync()
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "grep -q '00040000' /proc/self/personality || { echo refused; exit; }; grep -v vdso /proc/self/maps | cut -d' ' -f1"]) { RedirectStandardOutput = true };
            using var shell = FixedLayout.During(() => Process.Start(start))!;
            return (await shell.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [Fact]
    public async Task A_worker_is_killed_at_the_deadline()
    {
        var job = Job(TestModels.Heavy().Save(Folder), limit: TimeSpan.FromMinutes(10));

        var reply = await _worker.RunAsync(job, TimeSpan.FromSeconds(3), default);

        Assert.Contains("deadline of 3 s", reply.Failure.Reason, StringComparison.Ordinal);
        Assert.False(reply.Failure.ModelAtFault);
        Assert.Empty(RunningWorkers.Now());
    }

    [Fact]
    public async Task A_cancelled_job_leaves_no_worker_behind()
    {
        using var cancel = new CancellationTokenSource();
        var job = Job(TestModels.Heavy().Save(Folder), limit: TimeSpan.FromMinutes(10));
        var running = _worker.RunAsync(job, Long, cancel.Token);
        await RunningWorkers.AppearsAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Empty(RunningWorkers.Now());
    }

    [Fact]
    public async Task A_model_beyond_the_memory_limit_fails_by_its_own_fault()
    {
        var job = Job(TestModels.Heavy(side: 10_000, layers: 2).Save(Folder));
        job.MemoryLimitBytes = 600_000_000;

        var reply = await _worker.RunAsync(job, Long, default);

        Assert.Equal("the model needs more memory than the limit of 600000000 bytes", reply.Failure?.Reason);
        Assert.True(reply.Failure!.ModelAtFault);
    }

    [Fact]
    public async Task A_small_model_fits_into_the_same_memory_limit()
    {
        var job = Job(TestModels.Dense().Save(Folder));
        job.MemoryLimitBytes = 600_000_000;

        Assert.NotNull((await _worker.RunAsync(job, Long, default)).Measurement);
    }

    [Fact]
    public async Task A_file_that_is_no_model_fails_by_its_own_fault()
    {
        var path = Path.Combine(Folder, "model.onnx");
        await File.WriteAllTextAsync(path, "not a model");

        var reply = await _worker.RunAsync(Job(path), Long, default);

        Assert.Contains("cannot run the model", reply.Failure.Reason, StringComparison.Ordinal);
        Assert.True(reply.Failure.ModelAtFault);
    }

    [Fact]
    public async Task A_truncated_model_fails_by_its_own_fault()
    {
        var path = TestModels.Dense().Save(Folder);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..200]);

        Assert.True((await _worker.RunAsync(Job(path), Long, default)).Failure.ModelAtFault);
    }

    [Fact]
    public async Task An_unknown_operator_is_named()
    {
        var reply = await _worker.RunAsync(Job(TestModels.UnknownOperator().Save(Folder)), Long, default);

        Assert.Contains("Frobnicate", reply.Failure.Reason, StringComparison.Ordinal);
        Assert.True(reply.Failure.ModelAtFault);
    }

    [Fact]
    public async Task A_worker_that_dies_gives_its_exit_code_and_last_words()
    {
        var dying = new WorkerProcess(new("/bin/sh", ["-c", "echo broken wheel >&2; exit 7"]), TimeProvider.System);

        var reply = await dying.RunAsync(Job("model.onnx"), Long, default);

        Assert.Equal("the worker ended without an answer, exit code 7: broken wheel", reply.Failure.Reason);
        Assert.False(reply.Failure.ModelAtFault);
    }

    [Fact]
    public async Task A_worker_killed_by_the_system_names_the_signal()
    {
        var dying = new WorkerProcess(new("/bin/sh", ["-c", "kill -KILL $$"]), TimeProvider.System);

        Assert.Contains("killed by signal 9", (await dying.RunAsync(Job("model.onnx"), Long, default)).Failure.Reason, StringComparison.Ordinal);
    }

    private static WorkerJob Job(string path, TimeSpan? limit = null) => new()
    {
        ModelPath = path,
        Board = new() { Name = "board", BoardClass = "class", Threads = 1, EnergyTier = "none" },
        Protocol = new MeasuringProtocol { TimeLimit = Duration.FromTimeSpan(limit ?? TimeSpan.FromSeconds(2)) },
        SystemRoot = "/",
    };
}
