using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.TrainerNode.Telemetry;
using DeepIoT.TrainerNode.Trials;
using Microsoft.Extensions.Logging;

namespace DeepIoT.TrainerNode.Slots;

/// <summary>
/// The attempts running on this trainer. It outlives the actor system, so that trials go on while the
/// coordinator is away; its methods may be called from any thread.
/// </summary>
internal sealed partial class TrialBench(int slots, string trainer, PoolLink pool, TimeProvider time, ILogger<TrialBench> log)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TrialKey, (Attempt Attempt, Task Ended)> _attempts = [];
    private SlotTable _table = new(slots, [], Leaving: false);

    /// <summary>Raised when an attempt has come or gone.</summary>
    public event Action? Changed;

    /// <summary>The slots as they stand.</summary>
    public SlotTable Table
    {
        get
        {
            lock (_lock)
                return _table;
        }
    }

    /// <summary>Gives the attempt a slot and starts <paramref name="work"/> in it, or says why not.</summary>
    public string? Admit(TrialKey key, Func<Attempt, Task> work, TracedUnder trace = default)
    {
        lock (_lock)
        {
            switch (_table.Admit(key))
            {
                case Admission.Declined(var reason):
                    return reason;
                case Admission.Admitted(var superseded):
                    if (superseded is not null)
                        _attempts[superseded].Attempt.Stop();
                    Begin(key, work, trace);
                    break;
            }
        }
        Changed?.Invoke();
        return null;
    }

    public void Stop(TrialKey key, string reason)
    {
        var attempt = Find(key);
        if (attempt is null)
            return;
        Stopping(log, key.TrialId, key.CampaignId, key.Attempt, reason);
        attempt.Stop();
    }

    /// <summary>The attempt hands back what it has, and its slot is free.</summary>
    public void HandBack(TrialKey key, string reason)
    {
        if (Find(key) is not { } attempt || attempt.Leaving.IsCancellationRequested)
            return;
        HandingBackOne(log, key.TrialId, key.CampaignId, key.Attempt, reason);
        attempt.Leave();
    }

    public void Retarget(TrialKey key, double share) => Find(key)?.Retarget(share);

    public void Stored(TrialKey key, long sequence) => Find(key)?.Outbox.Stored(sequence);

    /// <summary>Takes nothing new and hands every trial back; what is not handed back within the limit is stopped.</summary>
    public async Task LeaveAsync(TimeSpan limit)
    {
        List<(Attempt Attempt, Task Ended)> attempts;
        lock (_lock)
        {
            _table = _table with { Leaving = true };
            attempts = [.. _attempts.Values];
        }
        Changed?.Invoke();
        HandingBack(log, attempts.Count);
        foreach (var (attempt, _) in attempts)
            attempt.Leave();
        var ended = Task.WhenAll(attempts.Select(running => running.Ended));
        await Task.WhenAny(ended, Task.Delay(limit, time));
        foreach (var (attempt, left) in attempts.Where(running => !running.Ended.IsCompleted))
        {
            NotHandedBack(log, attempt.Key.TrialId, attempt.Key.CampaignId, limit);
            attempt.Stop();
        }
        await ended;
    }

    /// <summary>Takes nothing new until <see cref="Resume"/>, and hands every trial back; a second time changes nothing.</summary>
    public void Drain()
    {
        List<Attempt> attempts;
        lock (_lock)
        {
            if (_table.Draining)
                return;
            _table = _table with { Draining = true };
            attempts = [.. _attempts.Values.Select(running => running.Attempt)];
        }
        HandingBack(log, attempts.Count);
        foreach (var attempt in attempts)
            attempt.Leave();
        Changed?.Invoke();
    }

    public void Resume()
    {
        lock (_lock)
            _table = _table with { Draining = false };
        Changed?.Invoke();
    }

    private Attempt? Find(TrialKey key)
    {
        lock (_lock)
            return _attempts.TryGetValue(key, out var running) ? running.Attempt : null;
    }

    /// <summary>For the instruments, which know of no bench before.</summary>
    public void TellSlots() => TrainerSignals.SlotsAre(this, _table.Slots, _table.Running.Count);

    private void Begin(TrialKey key, Func<Attempt, Task> work, TracedUnder trace)
    {
        var taken = _attempts.Values.Select(running => running.Attempt.Slot).ToHashSet();
        var attempt = new Attempt(key, new Outbox(key, trainer, pool, time), Enumerable.Range(0, int.MaxValue).First(slot => !taken.Contains(slot)));
        _table = _table with { Running = _table.Running.Add(key) };
        _attempts[key] = (attempt, Task.Run(() => RunAsync(attempt, work, trace)));
        TellSlots();
    }

    private async Task RunAsync(Attempt attempt, Func<Attempt, Task> work, TracedUnder trace)
    {
        var key = attempt.Key;
        using var activity = trace == default ? null : Signals.Continue(trace.Span, trace.TraceParent);
        activity?.SetTag("deepiot.campaign.id", key.CampaignId).SetTag("deepiot.trial.id", key.TrialId).SetTag("deepiot.trial.attempt", key.Attempt);
        Beginning(log, key.TrialId, key.CampaignId, key.Attempt);
        try
        {
            await attempt.Outbox.SendAsync(new TrialReply { Started = new TrialStarted() }, attempt.Stopped);
            await EndAsync(attempt, work);
            Ended(log, key.TrialId, key.CampaignId, key.Attempt);
        }
        catch (OperationCanceledException) when (attempt.Stopped.IsCancellationRequested)
        {
            Stopped(log, key.TrialId, key.CampaignId, key.Attempt);
        }
        finally
        {
            lock (_lock)
            {
                _attempts.Remove(key);
                _table = _table with { Running = _table.Running.Remove(key) };
                TellSlots();
            }
            Changed?.Invoke();
        }
    }

    private async Task EndAsync(Attempt attempt, Func<Attempt, Task> work)
    {
        try
        {
            await work(attempt);
        }
        catch (OperationCanceledException) when (attempt.Stopped.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (attempt.Leaving.IsCancellationRequested)
        {
            await attempt.Outbox.SendAsync(new TrialReply { Returned = new TrialReturned() }, attempt.Stopped);
        }
        catch (Exception fault)
        {
            Failed(log, fault, attempt.Key.TrialId, attempt.Key.CampaignId, attempt.Key.Attempt);
            await attempt.Outbox.SendAsync(new TrialReply { Failed = TrialFault.Of(fault) }, attempt.Stopped);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Trial {Trial} of campaign {Campaign} begins here as attempt {Attempt}")]
    private static partial void Beginning(ILogger log, string trial, string campaign, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Trial {Trial} of campaign {Campaign} has ended here as attempt {Attempt}")]
    private static partial void Ended(ILogger log, string trial, string campaign, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping trial {Trial} of campaign {Campaign}, attempt {Attempt}: {Reason}")]
    private static partial void Stopping(ILogger log, string trial, string campaign, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Trial {Trial} of campaign {Campaign}, attempt {Attempt}, has stopped")]
    private static partial void Stopped(ILogger log, string trial, string campaign, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trial {Trial} of campaign {Campaign}, attempt {Attempt}, failed")]
    private static partial void Failed(ILogger log, Exception fault, string trial, string campaign, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Handing back trial {Trial} of campaign {Campaign}, attempt {Attempt}: {Reason}")]
    private static partial void HandingBackOne(ILogger log, string trial, string campaign, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Leaving, or drained: {Count} trials are handed back")]
    private static partial void HandingBack(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trial {Trial} of campaign {Campaign} could not be handed back within {Limit}; it goes on elsewhere from its last stored checkpoint")]
    private static partial void NotHandedBack(ILogger log, string trial, string campaign, TimeSpan limit);
}
