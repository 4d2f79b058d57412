using System.Threading.Channels;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DeepIoT.DeviceProfiler.Tests.Agent;

/// <summary>The coordinator's side of one stream, in the test's hands.</summary>
internal sealed class AttachedStream(IServerStreamWriter<ToBoard> replies, ServerCallContext context)
{
    private readonly Channel<FromBoard> _received = Channel.CreateUnbounded<FromBoard>();
    private readonly TaskCompletionSource _ended = new();

    public string? Authorization => context.RequestHeaders.GetValue("authorization");

    /// <summary>Ends when the board has closed its side in good order, or the stream has broken.</summary>
    public Task Ended => _ended.Task;

    public async Task ServeAsync(IAsyncStreamReader<FromBoard> requests)
    {
        try
        {
            await foreach (var message in requests.ReadAllAsync())
                _received.Writer.TryWrite(message);
        }
        catch (IOException)
        {
            // The connection was cut, by the board or by the test.
        }
        finally
        {
            _received.Writer.TryComplete();
            _ended.TrySetResult();
        }
    }

    public Task SendAsync(ToBoard message) => replies.WriteAsync(message);

    public Task WelcomeAsync(TimeSpan? interval = null) =>
        SendAsync(new() { Welcome = new() { HeartbeatInterval = Duration.FromTimeSpan(interval ?? TimeSpan.FromSeconds(20)) } });

    public Task BeatAsync() => SendAsync(new() { Heartbeat = new() });

    /// <summary>The next message of a kind; those of other kinds before it are passed over.</summary>
    public async Task<FromBoard> NextAsync(FromBoard.KindOneofCase kind)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        await foreach (var message in _received.Reader.ReadAllAsync(patience.Token))
        {
            if (message.KindCase == kind)
                return message;
        }
        throw new Xunit.Sdk.XunitException($"the stream ended before the board sent {kind}");
    }

    /// <summary>Cuts the connection without a word, as a power failure would.</summary>
    public void Cut() => context.GetHttpContext().Abort();
}
