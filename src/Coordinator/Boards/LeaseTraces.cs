using System.Diagnostics;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Boards;

/// <summary>One activity and one duration for each lease, under the trace of the campaign that asked first.</summary>
internal sealed class LeaseTraces
{
    private readonly Dictionary<string, (Lease Lease, Activity? Activity)> _running = [];
    private readonly Dictionary<string, string> _outcomes = [];

    /// <summary>How that lease is about to end; one that nothing is said of was ended by others.</summary>
    public void Ends(string leaseId, string outcome) => _outcomes[leaseId] = outcome;

    /// <summary>Begins and ends what differs from the last call.</summary>
    public void Follow(IReadOnlyDictionary<string, Lease> leases, DateTimeOffset now)
    {
        foreach (var (id, running) in _running.Where(pair => !leases.ContainsKey(pair.Key)).ToArray())
        {
            _running.Remove(id);
            var outcome = _outcomes.GetValueOrDefault(id, "ended");
            running.Activity?.SetTag("deepiot.board.outcome", outcome).Dispose();
            BoardSignals.Ended(now - running.Lease.Since, running.Lease.Job.Key.BoardClass, outcome);
        }

        _outcomes.Clear();

        foreach (var (id, lease) in leases.Where(pair => !_running.ContainsKey(pair.Key)))
        {
            var activity = Signals.ContinueBeside(Spans.Lease, lease.Job.TraceParent);
            activity?.SetTag("deepiot.board.name", lease.Board.Name)
                .SetTag("deepiot.board.class", lease.Job.Key.BoardClass)
                .SetTag("deepiot.artifact.sha256", lease.Job.Key.ModelSha256);
            _running[id] = (lease, activity);
        }
    }

    /// <summary>Trace context for the board that has the lease; empty when it is not traced.</summary>
    public string Of(string leaseId) => _running.GetValueOrDefault(leaseId).Activity?.Id ?? "";
}
