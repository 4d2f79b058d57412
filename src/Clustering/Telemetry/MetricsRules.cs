using DeepIoT.Clustering.Health;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>What an address for Prometheus must be.</summary>
public static class MetricsRules
{
    /// <summary>All problems of <paramref name="metrics"/>, the option Metrics; empty when there is none, or no address.</summary>
    /// <remarks>
    /// Plain http as for probes: figures can be read there and nothing can be changed. They name board classes and how much
    /// there is to do, so that an address which others reach belongs behind a firewall or a network policy.
    /// </remarks>
    public static IEnumerable<Problem> Problems(Uri? metrics) => PlainAddressRules.Problems("Metrics", metrics, 9464);
}
