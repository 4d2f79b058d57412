using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace DeepIoT.Compression.Graph;

/// <summary>Which units of each group stay, as sorted indices.</summary>
public sealed class Keep
{
    private readonly ModelGraph _graph;
    private readonly bool[][] _stays;

    public Keep(ModelGraph graph, IReadOnlyList<IReadOnlyCollection<int>> kept)
    {
        _graph = graph;
        _stays = [.. graph.Groups.Select(g => new bool[g.Units])];
        Kept = [.. kept.Select(units => units.Order().ToArray())];
        for (var k = 0; k < _stays.Length; k++)
        {
            if (Kept[k].Length < graph.Groups[k].MinUnits)
                throw new ArgumentException($"group '{graph.Groups[k].Name}' would keep {Kept[k].Length} of at least {graph.Groups[k].MinUnits} units", nameof(kept));
            foreach (var unit in Kept[k]) _stays[k][unit] = true;
        }
    }

    public static Keep All(ModelGraph graph) => new(graph, [.. graph.Groups.Select(g => Enumerable.Range(0, g.Units).ToArray())]);

    /// <summary>For each group the units that stay.</summary>
    public IReadOnlyList<int[]> Kept { get; }

    public double[] Widths => [.. Kept.Select(units => (double)units.Length)];

    public bool IsAll => _stays.All(group => group.All(stays => stays));

    /// <summary>Positions along a dimension that stay; null when all do.</summary>
    public long[]? Positions(int[]? labels)
    {
        if (labels is null) return null;
        var positions = new List<long>(labels.Length);
        for (var i = 0; i < labels.Length; i++)
        {
            if (_graph.Grouping.PlaceOf(labels[i]) is not { } place || _stays[place.Group][place.Unit]) positions.Add(i);
        }
        return positions.Count == labels.Length ? null : [.. positions];
    }

    /// <summary>The tensor without what belongs to removed units; the same tensor when nothing does.</summary>
    public Tensor Select(Tensor tensor, IReadOnlyList<int[]?> labels)
    {
        var selected = tensor;
        for (var d = 0; d < labels.Count; d++)
        {
            if (Positions(labels[d]) is not { } positions) continue;
            using var index = torch.tensor(positions, torch.ScalarType.Int64);
            selected = selected.index_select(d, index);
        }
        return selected;
    }

    /// <summary>The size of a dimension after removal.</summary>
    public long Size(long before, int[]? labels) => Positions(labels)?.Length ?? before;
}
