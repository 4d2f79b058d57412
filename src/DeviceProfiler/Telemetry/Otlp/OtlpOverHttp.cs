using System.Net.Http.Headers;
using Google.Protobuf;

namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>OTLP as protobuf over HTTP.</summary>
internal sealed class OtlpOverHttp(OtlpSettings settings) : IOtlpReceiver
{
    private readonly HttpClient _http = new();

    public Task SendAsync(ExportTraceServiceRequest spans, CancellationToken cancel) => PostAsync("v1/traces", spans, cancel);

    public Task SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancel) => PostAsync("v1/metrics", metrics, cancel);

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, IMessage message, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{settings.Endpoint.ToString().TrimEnd('/')}/{path}"));
        request.Content = new ByteArrayContent(message.ToByteArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        foreach (var header in settings.Headers)
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        try
        {
            using var answer = await _http.SendAsync(request, cancel);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException e)
        {
            throw new OtlpUndeliverableException(e);
        }
    }
}
