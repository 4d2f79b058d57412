using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Compressor;

/// <summary>One global threshold over all groups: the lowest at which the cost fits the budget.</summary>
public static class BudgetChoice
{
    /// <param name="scores">Score of each unit of each group; the lowest go first. Null keeps a whole group.</param>
    public static Keep Choose(ModelGraph graph, IReadOnlyList<float[]?> scores, CostFunction cost, double budget)
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
        var gone = removable.Take(low).ToLookup(r => r.Group, r => r.Unit);
        return new Keep(graph, [.. graph.Groups.Select((g, k) => Enumerable.Range(0, g.Units).Except(gone[k]).ToArray())]);
    }

    private static double[] Without(ModelGraph graph, List<(float Score, int Group, int Unit)> removable, int count)
    {
        var widths = graph.Widths;
        for (var i = 0; i < count; i++) widths[removable[i].Group]--;
        return widths;
    }
}
