namespace DeepIoT.Coordinator.Scheduling;

/// <summary>How a trial stands at a rung.</summary>
/// <param name="Accuracy">On validation, 0..1.</param>
/// <param name="Cost">Share of the baseline's cost, measured where it was measured and predicted elsewhere.</param>
internal sealed record Standing(string TrialId, double Accuracy, double Cost);
