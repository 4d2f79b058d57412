using System.Threading.Channels;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Inner;

/// <summary>What one side of a call streams to the other; the writer waits where the reader is slow.</summary>
internal sealed class InnerStream<T> : IServerStreamWriter<T>, IClientStreamWriter<T>, IAsyncStreamReader<T>
{
    private const int OnTheWay = 16;

    private readonly Channel<T> _messages = Channel.CreateBounded<T>(OnTheWay);
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("Nothing was read yet");

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        try
        {
            await _messages.Writer.WriteAsync(message, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            // The other side has ended the call, and says why in its own answer.
            throw new RpcException(new Status(StatusCode.Cancelled, "The call has ended", e));
        }
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await _messages.Reader.WaitToReadAsync(cancellationToken) || !_messages.Reader.TryRead(out var next))
            return false;
        _current = next;
        return true;
    }

    public Task CompleteAsync()
    {
        End(null);
        return Task.CompletedTask;
    }

    /// <param name="fault">What the reader meets at the end; null for a good one.</param>
    public void End(Exception? fault) => _messages.Writer.TryComplete(fault);
}
