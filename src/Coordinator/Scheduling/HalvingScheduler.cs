namespace DeepIoT.Coordinator.Scheduling;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016) with two aims: at each rung the better half goes on. Trials aim at different
/// costs, so the first to go are those that another beats on accuracy and cost together; what is left is told apart by how
/// far it is from the accuracy limit, then by cost. It waits for all trials of a rung, so that chance and restarts decide nothing.
/// </summary>
internal sealed class HalvingScheduler : ITrialScheduler
{
    // Costs as close as this are alike: two trials of one target never end at quite the same cost.
    private const double SameCost = 1.05;

    public int Rungs => 2;

    // Early enough to save most of the training, late enough for the ranks to have settled.
    public IReadOnlyList<double> RungsOfFinetuning { get; } = [1.0 / 3];

    public IReadOnlyList<string> Survivors(IReadOnlyList<Standing> atRung, double leastAccuracy)
    {
        var survivors = new List<Standing>();
        var left = atRung.ToList();
        for (var wanted = (atRung.Count + 1) / 2; survivors.Count < wanted;)
        {
            var unbeaten = left.Where(standing => !left.Any(other => Beats(other, standing))).ToArray();
            survivors.AddRange(unbeaten
                .OrderBy(standing => Math.Max(0, leastAccuracy - standing.Accuracy))
                .ThenBy(standing => standing.Cost)
                .Take(wanted - survivors.Count));
            left.RemoveAll(standing => unbeaten.Contains(standing));
        }

        return [.. survivors.Select(standing => standing.TrialId)];
    }

    private static bool Beats(Standing a, Standing b) =>
        a.Accuracy >= b.Accuracy
        && a.Cost <= b.Cost * SameCost
        && (a.Accuracy > b.Accuracy || a.Cost * SameCost < b.Cost);
}
