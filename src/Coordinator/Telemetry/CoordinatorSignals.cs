using System.Diagnostics.Metrics;
using DeepIoT.Clustering.Telemetry;

namespace DeepIoT.Coordinator.Telemetry;

/// <summary>The coordinator's instruments.</summary>
internal static class CoordinatorSignals
{
    private static int _activeCampaigns;
    private static int _waitingTrials;
    private static int _runningTrials;

    public static int ActiveCampaigns
    {
        set => Volatile.Write(ref _activeCampaigns, value);
    }

    /// <summary>Trials that wait for a slot and that have one, where the trainer pool runs; none elsewhere.</summary>
    public static (int Waiting, int Running) Queue
    {
        set
        {
            Volatile.Write(ref _waitingTrials, value.Waiting);
            Volatile.Write(ref _runningTrials, value.Running);
        }
    }

    public static Histogram<double> JournalWrite { get; } = Signals.Meter.CreateHistogram<double>(
        "deepiot.journal.write.duration", "s", "From a decision to its entries being stored");

    public static Histogram<double> BoardJob { get; } = Signals.Meter.CreateHistogram<double>(
        "deepiot.board.job.duration", "s", "From a lease to its end");

    public static Histogram<double> BoardLatency { get; } = Signals.Meter.CreateHistogram<double>(
        "deepiot.board.latency", "s", "Median of one inference");

    public static Counter<long> ArtifactBytes { get; } = Signals.Meter.CreateCounter<long>(
        "deepiot.artifact.bytes", "By", "Bytes of artifacts stored");

    // Kept alive by the meter.
    private static readonly ObservableGauge<int> Active = Signals.Meter.CreateObservableGauge(
        "deepiot.campaign.active", () => Volatile.Read(ref _activeCampaigns), "{campaign}", "Campaigns that have not ended");

    // What trainers are scaled by: the sum of both states.
    private static readonly ObservableGauge<int> QueueDepth = Signals.Meter.CreateObservableGauge(
        "deepiot.trainer.queue_depth",
        () => new Measurement<int>[]
        {
            new(Volatile.Read(ref _waitingTrials), new KeyValuePair<string, object?>("state", "waiting")),
            new(Volatile.Read(ref _runningTrials), new KeyValuePair<string, object?>("state", "running")),
        },
        "{trial}",
        "Trials that want a slot of a trainer or have one");
}
