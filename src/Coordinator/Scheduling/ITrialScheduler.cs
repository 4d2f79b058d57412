namespace DeepIoT.Coordinator.Scheduling;

/// <summary>Which of a campaign's trials are run to their end.</summary>
internal interface ITrialScheduler
{
    /// <summary>Rungs at which trials are handed in: 0 is the end of the search. 0 of them lets every trial go on to its end.</summary>
    int Rungs { get; }

    /// <summary>Where rungs 1, 2, … lie, as shares of fine-tuning.</summary>
    IReadOnlyList<double> RungsOfFinetuning { get; }

    /// <summary>The trials that go on from a rung. The same standings always have the same survivors.</summary>
    /// <param name="atRung">All that stand there, in the order of the plan; at least one.</param>
    /// <param name="leastAccuracy">What the campaign's limit asks for, 0..1.</param>
    IReadOnlyList<string> Survivors(IReadOnlyList<Standing> atRung, double leastAccuracy);
}
