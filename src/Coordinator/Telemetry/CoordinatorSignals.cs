using System.Diagnostics.Metrics;
using DeepIoT.Clustering.Telemetry;

namespace DeepIoT.Coordinator.Telemetry;

/// <summary>The coordinator's instruments.</summary>
internal static class CoordinatorSignals
{
    private static int _activeCampaigns;

    public static int ActiveCampaigns
    {
        set => Volatile.Write(ref _activeCampaigns, value);
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
}
