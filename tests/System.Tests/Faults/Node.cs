using System.Net;
using DeepIoT.SystemTests.Processes;

namespace DeepIoT.SystemTests.Faults;

/// <summary>A program of the cluster that is started again whenever it ends, as a service manager does.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1), NeverByItself = TimeSpan.FromDays(1);

    private readonly Uri _health;
    private readonly Func<RunningProgram> _start;
    private readonly List<RunningProgram> _runs = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _supervision;

    /// <param name="health">Where a coordinator or trainer says whether it is ready; a board listens nowhere.</param>
    /// <param name="tie">See <see cref="Tie"/>.</param>
    public Node(string name, Uri health, Func<RunningProgram> start, Action<bool> tie)
    {
        (Name, _health, _start, Tie) = (name, health, start, tie);
        _runs.Add(start());
        _supervision = SuperviseAsync();
    }

    public string Name { get; }

    /// <summary>Cuts it off from all others, or ties it to them again.</summary>
    public Action<bool> Tie { get; }

    public int Restarts
    {
        get
        {
            lock (_runs)
                return _runs.Count - 1;
        }
    }

    /// <summary>What each run of it has printed.</summary>
    public IReadOnlyList<string> Outputs
    {
        get
        {
            lock (_runs)
                return [.. _runs.Select(run => run.Output)];
        }
    }

    private RunningProgram Current
    {
        get
        {
            lock (_runs)
                return _runs[^1];
        }
    }

    /// <summary>Returns when the fault is over, which is not when the cluster has got over it.</summary>
    public async Task SufferAsync(Fault fault)
    {
        var current = Current;
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                await current.SignalAsync("KILL");
                break;
            case FaultKind.Terminate:
                await current.SignalAsync("TERM");
                break;
            case FaultKind.Freeze:
                await current.SignalAsync("STOP");
                await Task.Delay(fault.Length);
                await current.SignalAsync("CONT");
                break;
            case FaultKind.Cut:
                Tie(false);
                await Task.Delay(fault.Length);
                Tie(true);
                break;
        }
    }

    /// <summary>Ends it in good order, and returns once the one started in its place is ready.</summary>
    public async Task ReplaceAsync(CancellationToken deadline)
    {
        var before = Restarts;
        Assert.Equal(0, await Current.TerminateAsync());
        await RestartedAsync(before, deadline);
        await ReadyAsync();
    }

    /// <summary>Waits until it has been started once more than <paramref name="before"/>.</summary>
    public async Task RestartedAsync(int before, CancellationToken deadline)
    {
        while (Restarts == before)
            await Task.Delay(RestartDelay, deadline);
    }

    public async Task ReadyAsync()
    {
        using var probe = new Probe(_health);
        await probe.AnswersAsync("/health/ready", HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Current.SignalAsync("KILL");
        await _supervision;
        foreach (var run in _runs)
            await run.DisposeAsync();
        _end.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await Current.ExitAsync(NeverByItself);
            await Task.Delay(RestartDelay, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
                return;
            lock (_runs)
                _runs.Add(_start());
        }
    }
}
