using Grpc.Core;

namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>Where to and as whom, by OpenTelemetry's environment variables.</summary>
/// <param name="IsHttp">`http/protobuf`; otherwise `grpc`, as the .NET programs have it.</param>
internal sealed record OtlpSettings(Uri Endpoint, bool IsHttp, Metadata Headers, string Service)
{
    private const string Variable = "OTEL_EXPORTER_OTLP_";

    /// <summary>Null where nobody takes anything.</summary>
    /// <param name="variable">Value of an environment variable; null where it is not set.</param>
    public static OtlpSettings? Of(Func<string, string?> variable)
    {
        if (!Uri.TryCreate(variable(Variable + "ENDPOINT"), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            return null;
        var headers = new Metadata();
        foreach (var header in (variable(Variable + "HEADERS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (header.Split('=', 2) is [var name, var value])
                headers.Add(name.Trim().ToLowerInvariant(), Uri.UnescapeDataString(value.Trim()));
        }

        return new OtlpSettings(
            endpoint,
            variable(Variable + "PROTOCOL") == "http/protobuf",
            headers,
            variable("OTEL_SERVICE_NAME") is { Length: > 0 } named ? named : "deepiot-profiler");
    }
}
