using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What only a board can tell of a network: the latency or the energy of one inference on a class.</summary>
/// <param name="Cost">`latency` or `energy`, as in a trial's budget.</param>
internal readonly record struct BoardCost(string BoardClass, string Cost)
{
    private const double MillijoulesAJoule = 1000;

    public bool IsEnergy => Cost == SearchBudget.Energy;

    /// <summary>Of its amounts.</summary>
    public string Unit => IsEnergy ? "mJ" : "ms";

    /// <summary>Null where the target is none that a board measures.</summary>
    public static BoardCost? Of(Target target) => target.Kind switch
    {
        TargetKind.Latency => new(target.BoardClass, SearchBudget.Latency),
        TargetKind.Energy => new(target.BoardClass, SearchBudget.Energy),
        _ => null,
    };

    /// <summary>Null where the term is none that a board measures.</summary>
    public static BoardCost? Of(CostTerm term) =>
        term.Cost is SearchBudget.Latency or SearchBudget.Energy ? new(term.BoardClass, term.Cost) : null;

    public static BoardCost Of(TimeModel model) => new(model.BoardClass, model.Cost == "" ? SearchBudget.Latency : model.Cost);

    /// <summary>Milliseconds or millijoules; null where they were not measured.</summary>
    public double? In(IEnumerable<Measurement> measurements)
    {
        var (boardClass, energy) = (BoardClass, IsEnergy);
        return measurements.FirstOrDefault(m => m.BoardClass == boardClass) is not { } measured ? null
            : !energy ? measured.MedianMs
            : measured.HasJoules ? measured.Joules * MillijoulesAJoule : null;
    }
}
