using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeepIoT.Clustering.Telemetry;

/// <summary>The process's one meter and one activity source.</summary>
public static class Signals
{
    public const string Name = "DeepIoT";

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>W3C trace context of the running activity for an actor message; empty when there is none.</summary>
    public static string TraceParent => Activity.Current?.Id ?? "";

    /// <summary>Starts an activity under the trace context that came with an actor message.</summary>
    public static Activity? Continue(string name, string traceParent) =>
        Activities.StartActivity(
            name,
            ActivityKind.Internal,
            ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default);
}
