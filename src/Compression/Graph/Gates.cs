using static TorchSharp.torch;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// One tensor a group, [rows, units] with as many rows as <see cref="ModelGraph.MaskRows"/> says, that multiplies the units wherever a node sums over them.
/// Null leaves a group ungated.
/// </summary>
public sealed record Gates(IReadOnlyList<Tensor?> OfGroup);

/// <summary>Spreads the gates of one or several groups over the axis of one value.</summary>
internal sealed class GateMap : IDisposable
{
    private readonly int _axis;
    private readonly int _batchAxis;
    private readonly int _rank;
    private readonly int[] _groups;
    private readonly bool _someStay;
    private readonly Tensor? _index;

    public GateMap(GatePoint point, ModelGraph graph)
    {
        var value = graph.Values.GetValueOrDefault(point.Value) ?? Value.Plain(point.Value, graph.Weights[point.Value].Shape);
        (_axis, _batchAxis, _rank) = (point.Axis, value.BatchAxis ?? 0, value.Rank);
        var places = point.Labels.Select(graph.Grouping.PlaceOf).ToArray();
        _groups = [.. places.OfType<(int Group, int Unit)>().Select(p => p.Group).Distinct()];
        _someStay = places.Any(p => p is null);
        var first = new Dictionary<int, int>();
        var total = 0;
        foreach (var k in _groups)
        {
            first.Add(k, total);
            total += graph.Groups[k].Units;
        }
        var index = places.Select(p => (long)(p is { } q ? first[q.Group] + q.Unit : total)).ToArray();
        var isIdentity = !_someStay && index.Length == total && index.Select((unit, i) => unit == i).All(same => same);
        _index = isIdentity ? null : tensor(index, ScalarType.Int64).DetachFromDisposeScope();
    }

    public Tensor Apply(Tensor value, Gates gates)
    {
        if (Factors(gates) is not { } factors) return value;
        var shape = new long[_rank];
        Array.Fill(shape, 1);
        (shape[_batchAxis], shape[_axis]) = (factors.shape[0], factors.shape[1]);
        return value * factors.view(shape);
    }

    /// <summary>The factor of each index along the axis, [batch, size] or [1, size]; null where a group is not gated.</summary>
    public Tensor? Factors(Gates gates)
    {
        if (_groups.Any(k => gates.OfGroup[k] is null)) return null;
        var flat = _groups.Length == 1 ? gates.OfGroup[_groups[0]]! : cat([.. _groups.Select(k => gates.OfGroup[k]!)], 1);
        if (_someStay) flat = nn.functional.pad(flat, [0L, 1L], value: 1);
        return _index is null ? flat : flat.index_select(1, _index);
    }

    public void Dispose() => _index?.Dispose();
}
