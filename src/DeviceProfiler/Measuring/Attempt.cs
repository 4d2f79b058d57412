using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>One pass through the measuring stage and what speaks against it.</summary>
/// <param name="Conditions">Before the first reading and after each one.</param>
public sealed record Attempt(
    Measure Stage, int WarmupRuns, IReadOnlyList<Reading> Readings, IReadOnlyList<BoardConditions> Conditions, IReadOnlyList<string> Tainted)
{
    public bool IsTainted => Tainted.Count > 0;

    /// <summary>The attempt to report: the one with the fewest reasons against it, the latest of equals.</summary>
    public static Attempt BestOf(IReadOnlyList<Attempt> attempts) =>
        attempts.Aggregate((best, next) => next.Tainted.Count <= best.Tainted.Count ? next : best);
}
