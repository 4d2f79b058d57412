using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Compression.Data;

/// <summary>
/// Endless batches of shuffled samples, gathered by a thread of their own a few ahead of the one that trains. The order
/// of each epoch depends on the seed and the epoch's number alone, so that a feed can go on from any batch. The last
/// short batch of an epoch is left out.
/// </summary>
public sealed class BatchFeed : IDisposable
{
    private const int Ahead = 2;

    private readonly Samples _samples;
    private readonly ulong _seed;
    private readonly int _size;
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Batch> _ready = new(Ahead);
    private Thread? _gatherer;
    private ExceptionDispatchInfo? _fault;
    private long _taken;

    /// <param name="size">Samples in a batch; fewer when there are fewer in all.</param>
    public BatchFeed(Samples samples, int size, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (samples.Count == 0) throw new ArgumentException("there are no samples to train on", nameof(samples));
        (_samples, _seed, _size) = (samples, seed, Math.Min(size, samples.Count));
    }

    public int BatchesPerEpoch => _samples.Count / _size;

    /// <summary>The next batch; the caller disposes of it. Not thread-safe.</summary>
    public Batch Next()
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        if (_gatherer is null)
        {
            _gatherer = new Thread(start => Gather((long)start!)) { IsBackground = true, Name = "batches" };
            _gatherer.Start(_taken);
        }
        if (!_ready.TryTake(out var batch, Timeout.Infinite)) _fault!.Throw();
        _taken++;
        return batch!;
    }

    /// <summary>Stores how many batches were taken, or goes to that place before the first is.</summary>
    public void Persist(CheckpointArchive archive)
    {
        if (archive.IsLoading && _gatherer is not null) throw new InvalidOperationException("the feed has started already");
        archive.Integer("taken", ref _taken);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _gatherer?.Join();
        while (_ready.TryTake(out var batch)) batch.Dispose();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void Gather(long number)
    {
        try
        {
            var order = OrderOf(number / BatchesPerEpoch);
            while (Offer(Batch.Of(_samples, order.AsSpan((int)(number % BatchesPerEpoch) * _size, _size))))
            {
                number++;
                if (number % BatchesPerEpoch == 0) order = OrderOf(number / BatchesPerEpoch);
            }
        }
        catch (Exception fault)
        {
            // On this thread nobody could handle it: whoever waits for the batch gets it.
            _fault = ExceptionDispatchInfo.Capture(fault);
        }
        _ready.CompleteAdding();
    }

    private bool Offer(Batch batch)
    {
        try
        {
            _ready.Add(batch, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            batch.Dispose();
            return false;
        }
    }

    private int[] OrderOf(long epoch)
    {
        var order = Enumerable.Range(0, _samples.Count).ToArray();
        SplitMix64.For(_seed, (ulong)epoch).Shuffle(order);
        return order;
    }
}
