using System.Threading.Channels;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>One `Attach` call. Sending never waits: a peer that reads no more must not hold the agent up.</summary>
internal sealed class BoardStream : IDisposable
{
    private readonly CancellationTokenSource _dropped = new();
    private readonly Channel<FromBoard> _outbox = Channel.CreateUnbounded<FromBoard>();
    private readonly AsyncDuplexStreamingCall<FromBoard, ToBoard> _call;

    public BoardStream(Boards.BoardsClient boards) => _call = boards.Attach(cancellationToken: _dropped.Token);

    public void Send(FromBoard message) => _outbox.Writer.TryWrite(message);

    public string? DropReason { get; private set; }

    /// <summary>Ends the call at once, in both directions.</summary>
    public void Drop(string reason)
    {
        DropReason = reason;
        _dropped.Cancel();
    }

    /// <summary>Sends what is left, then tells the other side that nothing more will come.</summary>
    public void Finish() => _outbox.Writer.TryComplete();

    /// <summary>Runs both directions until the other side ends the call.</summary>
    /// <exception cref="RpcException">How the call ended, unless in good order.</exception>
    public async Task RunAsync(Action<ToBoard> received)
    {
        var sending = SendAllAsync();
        try
        {
            await foreach (var message in _call.ResponseStream.ReadAllAsync())
                received(message);
        }
        finally
        {
            _outbox.Writer.TryComplete();
            _dropped.Cancel();
            await sending;
        }
    }

    // The token's source lives on: whoever still holds this stream may drop it once more.
    public void Dispose() => _call.Dispose();

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(_dropped.Token))
                await _call.RequestStream.WriteAsync(message, _dropped.Token);
            await _call.RequestStream.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The call is over; the reading side learns why and reports it.
        }
    }
}
