namespace DeepIoT.TrainerNode.Slots;

/// <summary>How an attempt shows in its campaign's trace.</summary>
/// <param name="Span">One of <see cref="Protocol.Telemetry.Spans"/>.</param>
/// <param name="TraceParent">W3C trace context of the campaign; empty when it is not traced.</param>
internal readonly record struct TracedUnder(string Span, string TraceParent);
