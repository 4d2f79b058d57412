using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Compressor;

/// <summary>One global threshold over all groups: the lowest at which the cost fits the budget.</summary>
public static class BudgetChoice
{
    /// <summary>Units by which a group may grow: the widest block of channels that kernels know.</summary>
    private const int Reach = 16;

    /// <summary>Of the dearest group's unit; a price of nothing would keep a group whole for ever.</summary>
    private const double LeastPrice = 0.01;

    /// <param name="scores">Score of each unit of each group; the lowest go first. Null keeps a whole group.</param>
    /// <param name="snaps">Groups grow again to the next width that costs no more: see <see cref="Snap"/>.</param>
    public static Keep Choose(ModelGraph graph, IReadOnlyList<float[]?> scores, ICost cost, double budget, bool snaps = false)
    {
        var removable = new List<(float Score, int Group, int Unit)>();
        for (var k = 0; k < scores.Count; k++)
        {
            if (scores[k] is not { } units) continue;
            // The best units of a group are its floor and never up for removal.
            var floor = graph.Groups[k].MinUnits;
            removable.AddRange(Enumerable.Range(0, units.Length).OrderByDescending(u => units[u]).Skip(floor).Select(u => (units[u], k, u)));
        }
        removable.Sort();
        var (low, high) = (0, removable.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cost.At(Without(graph, removable, middle)) <= budget) high = middle;
            else low = middle + 1;
        }
        var gone = removable.Take(low).ToLookup(r => r.Group, r => r.Unit).ToDictionary(group => group.Key, units => units.ToList());
        if (snaps) Snap(graph, cost, gone);
        return new Keep(graph, [.. graph.Groups.Select((g, k) => Enumerable.Range(0, g.Units).Except(gone.GetValueOrDefault(k, [])).ToArray())]);
    }

    /// <summary>
    /// Scores for what a unit less would save: where a unit of one group takes a hundred times the time of another's, what
    /// it is worth says little without its price.
    /// </summary>
    /// <param name="slopes">Cost of one unit more of each group.</param>
    public static float[]?[] PerCost(IReadOnlyList<float[]?> scores, double[] slopes)
    {
        var least = LeastPrice * slopes.Max();
        return [.. scores.Select((units, k) => units?.Select(score => (float)(score / Math.Max(slopes[k], least))).ToArray())];
    }

    /// <summary>
    /// Takes units back where that costs nothing: kernels that compute whole blocks of channels, or that are fast for some
    /// multiples only, make a wider group as fast as a narrower one, or faster.
    /// </summary>
    /// <param name="gone">Removed units of each group, the worst first.</param>
    private static void Snap(ModelGraph graph, ICost cost, Dictionary<int, List<int>> gone)
    {
        var widths = graph.Widths;
        foreach (var (group, units) in gone) widths[group] -= units.Count;
        foreach (var (group, units) in gone.OrderBy(g => g.Key))
        {
            var (now, narrow, wider) = (cost.At(widths), widths[group], 0);
            for (var more = 1; more <= Math.Min(Reach, units.Count); more++)
            {
                widths[group] = narrow + more;
                if (cost.At(widths) <= now) wider = more;
            }
            widths[group] = narrow + wider;
            units.RemoveRange(units.Count - wider, wider);
        }
    }

    private static double[] Without(ModelGraph graph, List<(float Score, int Group, int Unit)> removable, int count)
    {
        var widths = graph.Widths;
        for (var i = 0; i < count; i++) widths[removable[i].Group]--;
        return widths;
    }
}
