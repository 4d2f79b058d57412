using System.Collections.Concurrent;
using DeepIoT.DeviceProfiler.Telemetry.Otlp;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>Takes what programs send by OTLP over gRPC: spans and metrics are read, of logs only the bytes.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Logs = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<ReceivedSpan> Spans => _app.Services.GetRequiredService<Traces>().Received;

    /// <summary>Names of metrics by the program that sent them.</summary>
    public ConcurrentDictionary<(string Service, string Metric), bool> Metrics => _app.Services.GetRequiredService<Meters>().Received;

    /// <summary>Of each message with logs, all there is.</summary>
    public ConcurrentQueue<byte[]> LogBytes { get; } = [];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<Traces>().AddSingleton<Meters>().AddGrpc();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapGrpcService<Traces>();
        receiver._app.MapGrpcService<Meters>();
        receiver._app.MapPost(Logs, receiver.TakeLogsAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeLogsAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        LogBytes.Enqueue(body.ToArray());
        context.Response.ContentType = "application/grpc";
        // An empty message, and its success.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private sealed class Traces : TraceService.TraceServiceBase
    {
        public ConcurrentQueue<ReceivedSpan> Received { get; } = [];

        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                    Received.Enqueue(new ReceivedSpan(ServiceOf(resource.Resource), span));
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }
    }

    private sealed class Meters : MetricsService.MetricsServiceBase
    {
        public ConcurrentDictionary<(string Service, string Metric), bool> Received { get; } = [];

        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceMetrics)
            {
                foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
                    Received[(ServiceOf(resource.Resource), metric.Name)] = true;
            }

            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }

    private static string ServiceOf(Resource resource) => resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.Text;
}
