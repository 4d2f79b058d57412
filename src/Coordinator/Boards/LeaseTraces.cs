using System.Diagnostics;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Coordinator.Telemetry;

namespace DeepIoT.Coordinator.Boards;

/// <summary>One activity and one duration for each lease, under the trace of the campaign that asked first.</summary>
internal sealed class LeaseTraces
{
    private readonly Dictionary<string, (Lease Lease, Activity? Activity)> _running = [];

    /// <summary>Begins and ends what differs from the last call.</summary>
    public void Follow(IReadOnlyDictionary<string, Lease> leases, DateTimeOffset now)
    {
        foreach (var (id, running) in _running.Where(pair => !leases.ContainsKey(pair.Key)).ToArray())
        {
            _running.Remove(id);
            running.Activity?.Dispose();
            CoordinatorSignals.BoardJob.Record(
                (now - running.Lease.Since).TotalSeconds,
                new KeyValuePair<string, object?>("deepiot.board.class", running.Lease.Job.Key.BoardClass));
        }

        foreach (var (id, lease) in leases.Where(pair => !_running.ContainsKey(pair.Key)))
        {
            var activity = Signals.Continue("board job", lease.Job.TraceParent);
            activity?.SetTag("deepiot.board.name", lease.Board.Name)
                .SetTag("deepiot.artifact.sha256", lease.Job.Key.ModelSha256);
            _running[id] = (lease, activity);
        }
    }
}
