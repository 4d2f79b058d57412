using DeepIoT.DeviceProfiler.Telemetry.Otlp;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>A span that a program has sent.</summary>
internal sealed record ReceivedSpan(string Service, Span Span)
{
    public string Name => Span.Name;

    public string Trace => Hex(Span.TraceId);

    public string Id => Hex(Span.SpanId);

    /// <summary>Empty for a root.</summary>
    public string Parent => Hex(Span.ParentSpanId);

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
