using Grpc.Core;
using Grpc.Net.Client;

namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>OTLP over gRPC.</summary>
internal sealed class OtlpOverGrpc(OtlpSettings settings) : IOtlpReceiver
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(settings.Endpoint);

    public Task SendAsync(ExportTraceServiceRequest spans, CancellationToken cancel) =>
        ArrivesAsync(() => new TraceService.TraceServiceClient(_channel).ExportAsync(spans, settings.Headers, cancellationToken: cancel).ResponseAsync);

    public Task SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancel) =>
        ArrivesAsync(() => new MetricsService.MetricsServiceClient(_channel).ExportAsync(metrics, settings.Headers, cancellationToken: cancel).ResponseAsync);

    public void Dispose() => _channel.Dispose();

    private static async Task ArrivesAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (RpcException e)
        {
            throw new OtlpUndeliverableException(e);
        }
    }
}
