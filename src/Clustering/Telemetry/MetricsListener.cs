using DeepIoT.Clustering.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>Answers Prometheus at `/metrics`, on a port of its own.</summary>
internal sealed class MetricsListener(Uri address, MeterProvider meters, ILoggerFactory logging) : PlainListener(address, logging)
{
    protected override void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics", meters, configureBranchedPipeline: null, optionsName: null);
}
