using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Takes constant indices of one axis. The indices of units that go are dropped, and the others renumbered.</summary>
public sealed class GatherOperator : Operator
{
    public override string Type => "Gather";

    public override void Couple(Coupling c)
    {
        if (c.IsWeight(0)) throw c.Node.Rejected("looks its input up in a table", "Only tensors of numbers are supported; look the table up before the network.");
        var (x, indices) = (c.Input(0), c.Weight(1, "indices"));
        var axis = c.Axis(c.Node.Integer("axis", 0), x.Rank);
        var size = x.Shape[axis];
        if (size < 0) throw c.Node.Rejected("takes single samples out of the batch", "Gather along another axis: each sample stands alone.");
        if (indices.Integers.Any(i => i < -size || i >= size)) throw c.Node.Rejected($"has an index outside {x.ShapeText} on axis {axis}", "Check the model; it cannot run as it is.");
        int[]? taken = null;
        if (x.Labels[axis] is { } owners)
        {
            taken = [.. indices.Integers.Select(i => owners[i < 0 ? i + size : i])];
            if (indices.Shape.Length != 1) c.Units.Fix(taken, $"{c.Node} takes them out of their axis");
            c.Units.Separate(taken);
        }
        int[]?[] labels = indices.Shape.Length == 1 ? [taken] : new int[]?[indices.Shape.Length];
        c.Output([.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]], [.. x.Labels[..axis], .. labels, .. x.Labels[(axis + 1)..]]);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var axis = (int)e.Node.Integer("axis", 0);
        if (axis < 0) axis += (int)x.dim();
        var indices = e.IntegersOf(1).Select(i => i < 0 ? i + x.shape[axis] : i).ToArray();
        var taken = x.index_select(axis, tensor(indices, ScalarType.Int64));
        e.Output(taken.reshape([.. x.shape[..axis], .. e.ValueOf(1).Shape, .. x.shape[(axis + 1)..]]));
    }

    public override void Slice(Slicing s)
    {
        var x = s.Input(0);
        var axis = (int)s.Node.Integer("axis", 0);
        if (axis < 0) axis += x.Rank;
        if (s.Kept(x, axis) is not { } kept) return;
        var place = kept.Select((k, at) => (k, (long)at)).ToDictionary(p => p.k, p => p.Item2);
        var left = s.Integers(1).Select(i => i < 0 ? i + x.Shape[axis] : i).Where(place.ContainsKey).Select(i => place[i]).ToArray();
        var shape = s.Input(1).Shape;
        s.SetIntegers(1, shape.Length == 1 ? [left.Length] : shape, left);
    }
}
