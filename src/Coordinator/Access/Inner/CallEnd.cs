namespace DeepIoT.Coordinator.Access.Inner;

/// <summary>How a caller ends its call, which may have ended by itself before.</summary>
internal sealed class CallEnd(CancellationToken caller) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
    private readonly Lock _lock = new();
    private bool _isOver;

    public CancellationToken Token => _source.Token;

    public void Now()
    {
        lock (_lock)
        {
            if (!_isOver)
                _source.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isOver = true;
        _source.Dispose();
    }
}
