using System.Diagnostics;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Limits;

/// <summary>
/// What a client streams, with patience for its first message and, where a rate is demanded, for the others as well. Only
/// waiting counts, not what the service does with a message.
/// </summary>
/// <param name="body">Where the messages come from.</param>
/// <param name="bytesPerSecond">Null waits for later messages without a limit.</param>
internal sealed class PacedReader<T>(IAsyncStreamReader<T> inner, PipeReader body, Call call, TimeSpan patience, int? bytesPerSecond) : IAsyncStreamReader<T>
{
    private Task _reading = Task.CompletedTask;
    private TimeSpan _waited;
    private long _bytes;
    private bool _hasBegun;

    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        if (!_hasBegun)
            call.EndAfter(patience, new Status(StatusCode.DeadlineExceeded, $"The first message did not come within {patience.TotalSeconds:0} s"));
        else if (bytesPerSecond is { } demanded)
            call.EndAfter(Max(patience + TimeSpan.FromSeconds((double)_bytes / demanded) - _waited, TimeSpan.Zero), new Status(StatusCode.DeadlineExceeded, $"The upload is slower than {bytesPerSecond} bytes a second. Go on where Stat says, over a better line"));
        var next = Next(cancellationToken);
        _reading = next;
        var came = await next;
        call.GoOn();
        if (_hasBegun)
            _waited += Stopwatch.GetElapsedTime(began);
        _hasBegun = true;
        if (came && inner.Current is IMessage message)
            _bytes += message.CalculateSize();
        return came;
    }

    /// <summary>
    /// Ends a read that the service left behind. The server uses a stream's buffers again for a later call of the connection,
    /// and such a read would take that call's message.
    /// </summary>
    public async Task EndAsync()
    {
        if (_reading.IsCompleted)
            return;
        body.CancelPendingRead();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> Next(CancellationToken cancellation)
    {
        try
        {
            return await inner.MoveNext(cancellation);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Unreadable.Message(e);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
