using System.Diagnostics;

namespace DeepIoT.Load;

/// <summary>The coordinator's memory over time, looked at every few seconds.</summary>
internal sealed class MemoryTrace : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly List<(TimeSpan At, long Bytes)> _samples = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;

    public MemoryTrace(CoordinatorProcess coordinator) => _looking = Task.Run(() => LookAsync(coordinator));

    /// <summary>At so many moments, evenly spread.</summary>
    public IEnumerable<(TimeSpan At, long Bytes)> Spread(int moments)
    {
        lock (_samples)
            return [.. Enumerable.Range(0, moments).Select(i => _samples[i * (_samples.Count - 1) / (moments - 1)])];
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        _end.Dispose();
    }

    private async Task LookAsync(CoordinatorProcess coordinator)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            lock (_samples)
                _samples.Add((Stopwatch.GetElapsedTime(begun), coordinator.MemoryBytes));
            await Task.Delay(Interval, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
