namespace DeepIoT.Coordinator.Scheduling;

/// <summary>Every trial of the plan goes on to its end.</summary>
internal sealed class GridScheduler : ITrialScheduler
{
    public int Rungs => 0;

    public IReadOnlyList<double> RungsOfFinetuning => [];

    public IReadOnlyList<string> Survivors(IReadOnlyList<Standing> atRung, double leastAccuracy) =>
        [.. atRung.Select(standing => standing.TrialId)];
}
