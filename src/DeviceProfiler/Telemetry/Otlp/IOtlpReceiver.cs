namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>Who takes spans and metrics.</summary>
internal interface IOtlpReceiver : IDisposable
{
    /// <exception cref="OtlpUndeliverableException">They did not arrive.</exception>
    Task SendAsync(ExportTraceServiceRequest spans, CancellationToken cancel);

    /// <exception cref="OtlpUndeliverableException">They did not arrive.</exception>
    Task SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancel);
}
