using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>OpenTelemetry by its standard environment variables.</summary>
public static class TelemetrySetup
{
    /// <summary>
    /// Exports metrics and traces by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT is set; without it nothing is collected.
    /// </summary>
    public static IServiceCollection AddSignals(
        this IServiceCollection services,
        string service,
        Action<TracerProviderBuilder>? tracing = null,
        Action<MeterProviderBuilder>? metrics = null)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
            return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service))
            .WithTracing(builder =>
            {
                builder.AddSource(Signals.Name);
                tracing?.Invoke(builder);
            })
            .WithMetrics(builder =>
            {
                builder.AddMeter(Signals.Name).AddRuntimeInstrumentation();
                metrics?.Invoke(builder);
            })
            .UseOtlpExporter();
        return services;
    }
}
