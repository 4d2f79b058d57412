using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeepIoT.Protocol.Telemetry;

/// <summary>The process's one meter and one activity source.</summary>
public static class Signals
{
    public const string Name = "DeepIoT";

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>W3C trace context of the running activity for a message; empty when nobody here listens to traces.</summary>
    public static string TraceParent => Activities.HasListeners() ? Activity.Current?.Id ?? "" : "";

    /// <summary>Starts an activity, one of <see cref="Spans"/>, under the running one.</summary>
    public static Activity? Start(string span) => Activities.StartActivity(span);

    /// <summary>Starts an activity, one of <see cref="Spans"/>, under the trace context that came with a message.</summary>
    public static Activity? Continue(string span, string traceParent) => Activities.StartActivity(
        span,
        ActivityKind.Internal,
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default);

    /// <summary>The same, beside whatever runs here: it ends at another time, in another message.</summary>
    public static Activity? ContinueBeside(string span, string traceParent)
    {
        var around = Activity.Current;
        var begun = Continue(span, traceParent);
        Activity.Current = around;
        return begun;
    }
}
