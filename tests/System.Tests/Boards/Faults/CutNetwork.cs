using System.Net;
using System.Net.Sockets;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>A TCP proxy on the way to a coordinator that can stop forwarding without closing anything, as a cable does.</summary>
internal sealed class CutNetwork : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Uri _behind;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly List<Task> _pumping = [];
    private volatile TaskCompletionSource _open = Opened();
    private volatile int _generation;
    private volatile int _mutedBefore;

    /// <param name="behind">Where it forwards to.</param>
    /// <param name="at">Where it listens; on loopback when null.</param>
    public CutNetwork(Uri behind, IPAddress? at = null)
    {
        _behind = behind;
        _listener = new TcpListener(at ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Nothing gets through in either direction, until it is healed; what was sent meanwhile then arrives.</summary>
    public void Cut() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal() => _open.TrySetResult();

    /// <summary>Connections that are open now never bring another byte from behind, and stay open; later ones do.</summary>
    public void HalfOpen() => _mutedBefore = Interlocked.Increment(ref _generation);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Heal();
        _listener.Dispose();
        await _accepting;
        Task[] pumping;
        lock (_pumping)
            pumping = [.. _pumping];
        await Task.WhenAll(pumping);
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_end.Token);
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(_behind.Host, _behind.Port, _end.Token);
                var generation = _generation;
                lock (_pumping)
                    _pumping.Add(BothAsync(near, far, generation));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over, or nobody listens behind: whoever asked will ask again.
        }
    }

    private async Task BothAsync(Socket near, Socket far, int generation)
    {
        using (near)
        using (far)
        {
            // One that ends takes the other with it.
            await Task.WhenAny(PumpAsync(near, far, () => false), PumpAsync(far, near, () => generation < _mutedBefore));
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<bool> isMuted)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _end.Token)) > 0)
            {
                await _open.Task.WaitAsync(_end.Token);
                if (!isMuted())
                    await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }
}
