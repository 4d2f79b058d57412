using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>One pass through the stages and what speaks against it.</summary>
/// <param name="Conditions">Before the first reading and after each one.</param>
public sealed record Attempt(
    int RunsPerReading, int WarmupRuns, IReadOnlyList<Reading> Readings, IReadOnlyList<BoardConditions> Conditions, IReadOnlyList<string> Tainted);
