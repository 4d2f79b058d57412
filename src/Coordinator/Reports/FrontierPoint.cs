using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Reports;

/// <summary>One network in the plot.</summary>
/// <param name="Accuracy">In percent.</param>
/// <param name="Candidate">Null for the uncompressed network.</param>
internal sealed record FrontierPoint(double Amount, double Accuracy, string Name, Candidate? Candidate);
