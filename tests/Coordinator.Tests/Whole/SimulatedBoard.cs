using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>
/// A SIMULATED board: it attaches over real gRPC and answers each job with made-up readings, marked as such, or
/// with a failure when the test says so.
/// </summary>
internal sealed class SimulatedBoard : IAsyncDisposable
{
    private readonly AsyncDuplexStreamingCall<FromBoard, ToBoard> _stream;
    private readonly Func<MeasureJob, FromBoard?> _answer;
    private readonly Task _listening;
    private int _jobs;

    private SimulatedBoard(RunningCoordinator coordinator, Func<MeasureJob, FromBoard?> answer)
    {
        _answer = answer;
        _stream = coordinator.Boards.Attach();
        _listening = Listen();
    }

    /// <summary>Jobs of campaigns.</summary>
    public int Jobs => Volatile.Read(ref _jobs);

    /// <summary>The outcome of the stream, once it has ended.</summary>
    public Task Ended => _listening;

    public static async Task<SimulatedBoard> Attach(
        RunningCoordinator coordinator,
        string name = "simulated-board",
        string boardClass = Example.Class,
        Func<MeasureJob, FromBoard?>? answer = null,
        string agent = "")
    {
        var board = new SimulatedBoard(coordinator, answer ?? Measure);
        await board._stream.RequestStream.WriteAsync(new FromBoard
        {
            Hello = new BoardHello
            {
                Protocol = 1,
                AgentId = agent,
                Board = new BoardDescription { Name = name, BoardClass = boardClass, Simulated = true, EnergyTier = "none" },
            },
        });
        return board;
    }

    public static FromBoard Measure(MeasureJob job) =>
        new() { Completed = new JobCompleted { LeaseId = job.LeaseId, Measurement = Example.Measurement(0.25) } };

    public async ValueTask DisposeAsync()
    {
        _stream.Dispose();
        await _listening.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task Listen()
    {
        await foreach (var message in _stream.ResponseStream.ReadAllAsync())
        {
            if (message.KindCase == ToBoard.KindOneofCase.Heartbeat)
                await Say(new FromBoard { Heartbeat = new Heartbeat() });
            if (message.Measure is not { } job)
                continue;
            if (!job.Reference)
                Interlocked.Increment(ref _jobs);
            if ((job.Reference ? Measure(job) : _answer(job)) is { } answer)
                await Say(answer);
        }
    }

    private async Task Say(FromBoard said)
    {
        try
        {
            await _stream.RequestStream.WriteAsync(said);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The stream has just ended; reading on tells why.
        }
    }
}
