using DeepIoT.Protocol.Cluster;

namespace DeepIoT.TrainerNode.Slots;

/// <summary>
/// Durable replies of one attempt: numbered, sent one at a time, each again and again until the campaign has
/// stored it. One sender at a time.
/// </summary>
internal sealed class Outbox(TrialKey key, string trainer, PoolLink pool, TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private long _sequence;
    private TaskCompletionSource _stored = new();

    /// <summary>Returns once <paramref name="reply"/> is stored.</summary>
    public async Task SendAsync(TrialReply reply, CancellationToken cancellation)
    {
        Task stored;
        lock (_lock)
        {
            reply.Sequence = ++_sequence;
            _stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            stored = _stored.Task;
        }
        (reply.Key, reply.Trainer) = (key, trainer);
        while (!stored.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            pool.Tell(reply);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(stored, Task.Delay(Patience, time, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    /// <summary>Sends what may get lost.</summary>
    public void Tell(TrialReply reply)
    {
        (reply.Key, reply.Trainer) = (key, trainer);
        pool.Tell(reply);
    }

    /// <summary>The campaign has stored the reply of that number; any other number is old news.</summary>
    public void Stored(long sequence)
    {
        lock (_lock)
        {
            if (sequence == _sequence)
                _stored.TrySetResult();
        }
    }
}
