using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Tests.Energy.Instruments;
using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Tests.Worker;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using static DeepIoT.Protocol.V1.FromBoard;

namespace DeepIoT.DeviceProfiler.Tests.Agent;

/// <summary>The agent as it is, against a real gRPC server, with real workers.</summary>
[Collection(WorkersInTurn.Name)]
public sealed class BoardAgentTests : Scratch, IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private TestCoordinator _coordinator = null!;
    private Task _agent = Task.CompletedTask;

    public async Task InitializeAsync() => _coordinator = await TestCoordinator.StartAsync();

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _coordinator.DisposeAsync();
        await _agent.WaitAsync(Eventually.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        Assert.Empty(RunningWorkers.Now());
    }

    [Fact]
    public async Task A_board_attaches_measures_a_model_it_fetched_by_hash_and_answers()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Dense()));

        Assert.Equal("lease-1", (await stream.NextAsync(KindOneofCase.Started)).Started.LeaseId);
        var completed = (await stream.NextAsync(KindOneofCase.Completed)).Completed;
        Assert.Equal("lease-1", completed.LeaseId);
        Assert.True(completed.Measurement.MedianMs > 0);
        Assert.Equal("test-board", completed.Measurement.Board);
    }

    [Fact]
    public async Task A_job_is_timed_in_the_trace_it_came_from()
    {
        using var seen = new SeenTelemetry();
        var stream = await AttachAsync();
        var job = Measure("lease-1", TestModels.Dense());
        job.Measure.TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await stream.SendAsync(job);
        await stream.NextAsync(KindOneofCase.Completed);

        var activity = Assert.Single(seen.Activities, activity => activity.OperationName == Spans.BoardJob);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", activity.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", activity.ParentSpanId.ToHexString());
        Assert.InRange(Assert.Single(seen.Values("deepiot.board.job.duration")), 0.1, 120);
        Assert.Equal(
            [Spans.Fetch, Spans.Measurement],
            seen.Activities.Where(child => child.ParentSpanId == activity.SpanId).Select(child => child.OperationName));
    }

    [Fact]
    public async Task A_second_job_on_the_same_model_does_not_fetch_it_again()
    {
        var stream = await AttachAsync();
        foreach (var lease in new[] { "lease-1", "lease-2" })
        {
            await stream.SendAsync(Measure(lease, TestModels.Dense()));
            Assert.Equal(lease, (await stream.NextAsync(KindOneofCase.Completed)).Completed.LeaseId);
        }

        Assert.Equal(1, _coordinator.Downloads);
    }

    [Fact]
    public async Task A_stream_cut_in_the_middle_of_a_job_is_opened_again_and_delivers_the_result()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Dense(), seconds: 3));
        await stream.NextAsync(KindOneofCase.Started);
        var worker = await RunningWorkers.AppearsAsync();
        stream.Cut();

        var again = await _coordinator.NextStreamAsync();
        Assert.Equal("lease-1", (await again.NextAsync(KindOneofCase.Hello)).Hello.HoldingLease);
        Assert.Equal([worker], RunningWorkers.Now());
        await again.WelcomeAsync();

        Assert.Equal("lease-1", (await again.NextAsync(KindOneofCase.Completed)).Completed.LeaseId);
    }

    [Fact]
    public async Task A_result_that_may_have_been_lost_with_its_stream_is_delivered_again()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Dense()));
        var first = await stream.NextAsync(KindOneofCase.Completed);
        stream.Cut();

        var again = await _coordinator.NextStreamAsync();
        await again.WelcomeAsync();
        Assert.Equal(first, await again.NextAsync(KindOneofCase.Completed));
    }

    [Fact]
    public async Task A_cancelled_job_ends_its_worker_and_the_next_one_begins()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Heavy(), seconds: 600));
        var cancelled = await RunningWorkers.AppearsAsync();
        await stream.SendAsync(new() { Cancel = new() { LeaseId = "lease-1" } });
        await stream.SendAsync(Measure("lease-2", TestModels.Dense()));

        Assert.Equal("lease-2", (await stream.NextAsync(KindOneofCase.Completed)).Completed.LeaseId);
        Assert.False(RunningWorkers.IsAlive(cancelled));
    }

    [Fact]
    public async Task A_job_past_its_deadline_fails_and_leaves_the_board_ready_for_the_next()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Heavy(), seconds: 600, deadline: 2));
        Assert.Contains("deadline of", (await stream.NextAsync(KindOneofCase.Failed)).Failed.Reason, StringComparison.Ordinal);

        await stream.SendAsync(Measure("lease-2", TestModels.Dense()));
        Assert.Equal("lease-2", (await stream.NextAsync(KindOneofCase.Completed)).Completed.LeaseId);
    }

    [Fact]
    public async Task A_model_that_cannot_run_is_at_fault_and_one_that_cannot_be_fetched_is_not()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.UnknownOperator()));
        Assert.True((await stream.NextAsync(KindOneofCase.Failed)).Failed.ModelAtFault);

        var job = Measure("lease-2", TestModels.Dense());
        job.Measure.ModelSha256 = new string('0', 64);
        await stream.SendAsync(job);
        var failed = (await stream.NextAsync(KindOneofCase.Failed)).Failed;
        Assert.Contains("could not be fetched", failed.Reason, StringComparison.Ordinal);
        Assert.False(failed.ModelAtFault);
    }

    [Fact]
    public async Task Heartbeats_come_without_being_asked_for()
    {
        var stream = await AttachAsync(TimeSpan.FromMilliseconds(200));
        Assert.NotNull((await stream.NextAsync(KindOneofCase.Heartbeat)).Heartbeat.At);
        await stream.BeatAsync();
        await stream.NextAsync(KindOneofCase.Heartbeat);
    }

    [Fact]
    public async Task A_coordinator_that_falls_silent_is_left_for_a_new_stream()
    {
        var silent = await AttachAsync(TimeSpan.FromMilliseconds(100));

        var again = await _coordinator.NextStreamAsync();
        await again.NextAsync(KindOneofCase.Hello);
        await silent.Ended.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task A_board_told_to_stop_finishes_its_job_and_closes_the_stream_in_good_order()
    {
        var stream = await AttachAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Dense(), seconds: 2));
        await RunningWorkers.AppearsAsync();
        await _stop.CancelAsync();

        await stream.NextAsync(KindOneofCase.Draining);
        await stream.NextAsync(KindOneofCase.Completed);
        await stream.Ended.WaitAsync(Eventually.Patience);
        await _agent.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task A_job_that_outlasts_the_drain_limit_is_given_up_and_answered()
    {
        var stream = await AttachAsync(drainLimit: TimeSpan.FromSeconds(1));
        await stream.SendAsync(Measure("lease-1", TestModels.Heavy(), seconds: 600));
        await RunningWorkers.AppearsAsync();
        await _stop.CancelAsync();

        Assert.Equal("lease-1", (await stream.NextAsync(KindOneofCase.Failed)).Failed.LeaseId);
        await _agent.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task A_board_that_the_coordinator_refuses_ends_with_its_reason()
    {
        _coordinator.Refusal = new(StatusCode.InvalidArgument, "the board speaks protocol 1, this coordinator 2");
        Start();

        var refusal = await Assert.ThrowsAsync<BoardRefusedException>(() => _agent.WaitAsync(Eventually.Patience));
        Assert.Equal("the board speaks protocol 1, this coordinator 2", Assert.Single(refusal.Problems).Reason);
    }

    [Fact]
    public async Task A_coordinator_that_is_not_there_yet_is_waited_for()
    {
        _coordinator.Refusal = new(StatusCode.Unavailable, "starting");
        Start();
        await Eventually.HoldsAsync(() => _coordinator.Refusals > 0, "the board has been turned away once");
        _coordinator.Refusal = null;

        await (await _coordinator.NextStreamAsync()).NextAsync(KindOneofCase.Hello);
    }

    [Fact]
    public async Task Wrong_options_are_all_told_before_anything_starts()
    {
        var options = new ProfilerOptions { Coordinator = new("ftp://host"), Name = " ", Threads = 0, CacheFolder = Folder };

        var refusal = await Assert.ThrowsAsync<BoardRefusedException>(() => BoardAgent.RunAsync(options, NullLoggerFactory.Instance, default));
        Assert.Equal(["join", "name", "threads"], refusal.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task A_board_with_a_meter_attaches_with_its_tier_and_names_it_in_what_it_measures()
    {
        using var instrument = new SimulatedScpi(_ => "2.5");
        var profile = Path.Combine(Folder, "bench.yaml");
        await File.WriteAllTextAsync(profile, $"protocol: scpi\ntcp: 127.0.0.1:{instrument.Port}\ninterval: 10 ms\n");
        Start(meter: profile);
        var stream = await _coordinator.NextStreamAsync();
        Assert.Equal("external", (await stream.NextAsync(KindOneofCase.Hello)).Hello.Board.EnergyTier);
        await stream.WelcomeAsync();
        await stream.SendAsync(Measure("lease-1", TestModels.Dense()));

        var metering = (await stream.NextAsync(KindOneofCase.Completed)).Completed.Measurement.Metering;
        Assert.Equal(("bench", SimulatedScpi.Identity), (metering.Meter, metering.Instrument));
        Assert.StartsWith("it is stuck", metering.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meter_that_cannot_be_had_is_told_before_anything_starts()
    {
        Start(meter: "hwmon:none/power1");

        var refusal = await Assert.ThrowsAsync<BoardRefusedException>(() => _agent.WaitAsync(Eventually.Patience));
        Assert.Equal("meter", Assert.Single(refusal.Problems).Field);
    }

    private async Task<AttachedStream> AttachAsync(TimeSpan? interval = null, TimeSpan? drainLimit = null)
    {
        Start(drainLimit);
        var stream = await _coordinator.NextStreamAsync();
        var hello = (await stream.NextAsync(KindOneofCase.Hello)).Hello;
        Assert.Equal("test-board", hello.Board.Name);
        Assert.Equal("", hello.HoldingLease);
        await stream.WelcomeAsync(interval);
        return stream;
    }

    private void Start(TimeSpan? drainLimit = null, string? meter = null)
    {
        var options = new ProfilerOptions
        {
            Coordinator = _coordinator.Address,
            Name = "test-board",
            CacheFolder = Path.Combine(Folder, "cache"),
            Meter = meter,
            DrainLimit = drainLimit ?? TimeSpan.FromSeconds(30),
        };
        _agent = BoardAgent.RunAsync(options, NullLoggerFactory.Instance, _stop.Token);
    }

    private ToBoard Measure(string lease, Compression.Onnx.ModelProto model, int seconds = 2, int deadline = 120) => new()
    {
        Measure = new()
        {
            LeaseId = lease,
            ModelSha256 = _coordinator.Store(model.ToByteArray()),
            Protocol = new() { TimeLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) },
            Deadline = Duration.FromTimeSpan(TimeSpan.FromSeconds(deadline)),
        },
    };
}
