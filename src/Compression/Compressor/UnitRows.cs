using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// A weight that makes the units of a group, seen as the paper's matrix with one line for each unit: all the values
/// that make it, e.g. kernel height × width × input channels of a filter.
/// </summary>
public sealed class UnitRows
{
    private readonly int _dimension;
    private readonly int _units;
    private readonly long[]? _positions;

    private UnitRows(Weight weight, int dimension, UnitGroup group, ModelGraph graph)
    {
        (Weight, _dimension, _units) = (weight, dimension, group.Units);
        var positions = weight.Labels[dimension]!
            .Select((label, i) => (Place: graph.Grouping.PlaceOf(label), Position: (long)i))
            .Where(p => p.Place?.Group == group.Index)
            .OrderBy(p => p.Place!.Value.Unit).Select(p => p.Position).ToArray();
        _positions = positions.SequenceEqual(Enumerable.Range(0, (int)weight.Shape[dimension]).Select(i => (long)i)) ? null : positions;
        Repeats = positions.Length / group.Units;
        Shape = [Repeats, .. weight.Shape.Where((_, d) => d != dimension)];
        Labels = [null, .. weight.Labels.Where((_, d) => d != dimension)];
    }

    public Weight Weight { get; }

    /// <summary>Indices of each unit along the dimension: 1, or the number of gates of a recurrent cell.</summary>
    public int Repeats { get; }

    /// <summary>What one line holds, before it is flattened: repeats, then the weight's other dimensions.</summary>
    public long[] Shape { get; }

    /// <summary>Units that own the indices of <see cref="Shape"/>.</summary>
    public int[]?[] Labels { get; }

    /// <summary>Weights and biases that make the group's units; normalisation is not one of them.</summary>
    public static IReadOnlyList<UnitRows> ProducersOf(UnitGroup group, ModelGraph graph)
    {
        var slots = group.Slots.Select(s => s.Slot).ToList();
        var makers = slots.Where(s => s.Role == SlotRole.Produces).Select(s => s.Node).ToHashSet();
        return
        [
            .. slots.Where(s => s.Role == SlotRole.Produces || (s.Role == SlotRole.Follows && makers.Contains(s.Node)))
                .DistinctBy(s => (s.Weight, s.Dimension))
                .Select(s => new UnitRows(s.Weight, s.Dimension, group, graph)),
        ];
    }

    /// <summary>[units, values that make one]; no gradient flows back into the weight.</summary>
    public Tensor Rows(Tensor weight)
    {
        var lines = weight.detach().movedim([_dimension], [0]);
        if (_positions is not null) lines = lines.index_select(0, tensor(_positions, ScalarType.Int64));
        return lines.reshape(_units, -1);
    }
}
