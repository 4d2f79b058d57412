using DeepIoT.Protocol.V1;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>
/// A SIMULATED board: it attaches over real gRPC and answers each job with made-up readings, energy and temperature,
/// marked as such. Its first measurement is tainted.
/// </summary>
internal sealed class MadeUpBoard : IAsyncDisposable
{
    public const string Class = "made-up";

    private readonly AsyncDuplexStreamingCall<FromBoard, ToBoard> _stream;
    private readonly Task _working;
    private int _jobs;

    private MadeUpBoard(AsyncDuplexStreamingCall<FromBoard, ToBoard> stream) => (_stream, _working) = (stream, WorkAsync(stream));

    public static async Task<MadeUpBoard> AttachAsync(Protocol.V1.Boards.BoardsClient boards)
    {
        var stream = boards.Attach();
        await stream.RequestStream.WriteAsync(new FromBoard
        {
            Hello = new BoardHello { Protocol = 1, Board = new BoardDescription { Name = "made-up-1", BoardClass = Class, Simulated = true, EnergyTier = "external" } },
        });
        return new MadeUpBoard(stream);
    }

    public async ValueTask DisposeAsync()
    {
        _stream.Dispose();
        await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WorkAsync(AsyncDuplexStreamingCall<FromBoard, ToBoard> stream)
    {
        await foreach (var message in stream.ResponseStream.ReadAllAsync())
        {
            if (message.KindCase == ToBoard.KindOneofCase.Heartbeat)
                await stream.RequestStream.WriteAsync(new FromBoard { Heartbeat = new Heartbeat() });
            if (message.Measure is { } job)
                await stream.RequestStream.WriteAsync(new FromBoard { Completed = new JobCompleted { LeaseId = job.LeaseId, Measurement = Measured() } });
        }
    }

    private Measurement Measured()
    {
        var measured = new Measurement
        {
            ReadingsMs = { 0.25, 0.25, 0.25 },
            MedianMs = 0.25,
            Converged = true,
            Joules = 0.002,
            EnergyTier = "external",
            TemperatureAfterC = 48,
            Simulated = true,
        };
        if (_jobs++ == 0)
            measured.Tainted.Add("made up to be tainted");
        return measured;
    }
}
