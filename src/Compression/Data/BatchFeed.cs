using System.Collections.Concurrent;
using DeepIoT.Compression.Trials;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Data;

/// <summary>
/// Endless batches of shuffled samples, gathered by a thread of their own a few ahead of the one that trains. The order
/// of each epoch depends on the seed and the epoch's number alone, so that a stream can go on from any batch. The last
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
    private long _taken;

    /// <param name="size">Samples in a batch; fewer when there are fewer in all.</param>
    public BatchFeed(Samples samples, int size, ulong seed)
    {
        if (samples.Count == 0) throw new ArgumentException("there are no samples to train on", nameof(samples));
        (_samples, _seed, _size) = (samples, seed, Math.Min(size, samples.Count));
    }

    public int BatchesPerEpoch => _samples.Count / _size;

    /// <summary>The next batch; the caller disposes of it.</summary>
    public Batch Next()
    {
        if (_gatherer is null)
        {
            _gatherer = new Thread(Gather) { IsBackground = true, Name = "batches" };
            _gatherer.Start(_taken);
        }
        var batch = _ready.Take(_stop.Token);
        _taken++;
        return batch;
    }

    /// <summary>Stores how many batches were taken, or goes to that place before the first is.</summary>
    public void Persist(CheckpointArchive archive)
    {
        if (archive.IsLoading && _gatherer is not null) throw new InvalidOperationException("the stream has started already");
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

    private void Gather(object? start)
    {
        var order = new int[_samples.Count];
        long shuffled = -1;
        for (var number = (long)start!; ; number++)
        {
            var epoch = number / BatchesPerEpoch;
            if (epoch != shuffled)
            {
                for (var i = 0; i < order.Length; i++) order[i] = i;
                SplitMix64.For(_seed, (ulong)epoch).Shuffle(order);
                shuffled = epoch;
            }
            var batch = Make(order.AsSpan((int)(number % BatchesPerEpoch) * _size, _size));
            try
            {
                _ready.Add(batch, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                batch.Dispose();
                return;
            }
        }
    }

    private Batch Make(ReadOnlySpan<int> rows)
    {
        var inputs = new float[rows.Length * _samples.SampleSize];
        var (labels, places) = (new long[rows.Length], new long[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            _samples.Inputs.AsSpan(rows[i] * _samples.SampleSize, _samples.SampleSize).CopyTo(inputs.AsSpan(i * _samples.SampleSize));
            (labels[i], places[i]) = (_samples.Labels[rows[i]], rows[i]);
        }
        return new Batch(tensor(inputs, [rows.Length, _samples.SampleSize]), tensor(labels), tensor(places));
    }
}
