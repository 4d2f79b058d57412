using System.Reflection;
using DeepIoT.Protocol.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>OpenTelemetry by its standard environment variables, and metrics for Prometheus where they are asked for.</summary>
public static class TelemetrySetup
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    private static int _hosts;

    /// <summary>Whether an environment variable names somebody who takes OTLP.</summary>
    public static bool HasReceiver => Endpoints.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>Whether anything is collected at all.</summary>
    /// <param name="metrics">Where Prometheus is answered; null nowhere.</param>
    public static bool IsWanted(Uri? metrics) => HasReceiver || metrics is not null;

    /// <summary>
    /// Exports metrics, traces and logs by OTLP when an environment variable says where to, and answers Prometheus at
    /// <paramref name="metrics"/> unless it is null; with neither nothing is collected. Where a process hosts several
    /// programs, the first of them sends for all: they have one meter and one activity source.
    /// </summary>
    public static IServiceCollection AddSignals(
        this IServiceCollection services,
        string service,
        Uri? metrics,
        Action<TracerProviderBuilder>? traced = null,
        Action<MeterProviderBuilder>? measured = null)
    {
        var sends = HasReceiver && Interlocked.Increment(ref _hosts) == 1;
        if (!sends && metrics is null)
            return services;
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(service, serviceVersion: Version())
                // The user's own words come last and win.
                .AddEnvironmentVariableDetector())
            .WithMetrics(builder =>
            {
                builder.AddMeter(Signals.Name).AddRuntimeInstrumentation().SetExemplarFilter(ExemplarFilterType.TraceBased);
                measured?.Invoke(builder);
                if (metrics is not null)
                    builder.AddPrometheusExporter();
            });
        if (metrics is not null)
            services.AddHostedService(provider => new MetricsListener(metrics, provider.GetRequiredService<MeterProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        if (sends)
        {
            telemetry
                .WithTracing(builder =>
                {
                    builder.AddSource(Signals.Name);
                    traced?.Invoke(builder);
                })
                .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
                .UseOtlpExporter();
            services.Configure<LoggerFactoryOptions>(logs => logs.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        }

        return services;
    }

    /// <summary>Sends the spans of a command that is soon over; what is left is sent when it is disposed. Null where nobody takes them.</summary>
    public static IDisposable? OfCommand(string service) => HasReceiver
        ? Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(service, serviceVersion: Version()).AddEnvironmentVariableDetector())
            .AddSource(Signals.Name)
            .AddOtlpExporter()
            .Build()
        : null;

    private static string? Version() =>
        typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
