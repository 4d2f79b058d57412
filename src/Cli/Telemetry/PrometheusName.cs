using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Cli.Telemetry;

/// <summary>What Prometheus calls an instrument: its rules are the exporter's, and a test compares.</summary>
public static class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new()
    {
        ["s"] = "seconds",
        ["By"] = "bytes",
        ["J"] = "joules",
        ["Cel"] = "celsius",
    };

    public static string Of(Signal signal)
    {
        var name = signal.Name.Replace('.', '_');
        var unit = signal is { Unit: "1", Kind: "gauge" } ? "ratio" : Units.GetValueOrDefault(signal.Unit, "");
        if (unit != "" && !name.EndsWith($"_{unit}", StringComparison.Ordinal))
            name += $"_{unit}";
        return signal.Kind == "counter" ? $"{name}_total" : name;
    }
}
