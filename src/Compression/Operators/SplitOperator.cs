using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Cuts an axis into one output each part; each part keeps its own units.</summary>
public sealed class SplitOperator : Operator
{
    public override string Type => "Split";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var axis = c.Axis(c.Node.Integer("axis", 0), x.Rank);
        if (x.Shape[axis] < 0) throw c.Node.Rejected("splits the batch", "Split along another axis: each sample stands alone.");
        var parts = Parts(c.Node, c.Integers("split", 1, "parts"), x.Shape[axis]);
        var start = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (shape, labels) = ((long[])x.Shape.Clone(), (int[]?[])x.Labels.Clone());
            shape[axis] = parts[i];
            labels[axis] = labels[axis]?[start..(start + (int)parts[i])];
            c.Units.Separate(labels[axis]);
            c.Output(shape, labels, i);
            start += (int)parts[i];
        }
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var axis = e.Node.Integer("axis", 0);
        var parts = Parts(e.Node, e.Integers("split", 1), x.shape[axis < 0 ? axis + x.dim() : axis]);
        long start = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            e.Output(x.narrow(axis, start, parts[i]), i);
            start += parts[i];
        }
    }

    public override void Slice(Slicing s)
    {
        var x = s.Input(0);
        var axis = (int)s.Node.Integer("axis", 0);
        if (axis < 0) axis += x.Rank;
        if (s.Kept(x, axis) is not { } kept) return;
        var parts = Parts(s.Node, s.Integers("split", 1), x.Shape[axis]);
        var (start, left) = (0L, new long[parts.Length]);
        for (var i = 0; i < parts.Length; i++)
        {
            left[i] = kept.LongCount(k => k >= start && k < start + parts[i]);
            start += parts[i];
        }
        s.Remove("num_outputs");
        if (s.Node.Version < 13) s.SetIntegers("split", left);
        else s.SetIntegers(1, left);
    }

    private static long[] Parts(Node node, long[]? given, long size)
    {
        if (given is not null)
        {
            if (given.Length != node.Outputs.Count || given.Any(n => n < 0) || given.Sum() != size)
                throw node.Rejected($"splits {size} into [{string.Join(", ", given)}] for {node.Outputs.Count} outputs", "Check the model; it cannot run as it is.");
            return given;
        }
        var count = node.Integer("num_outputs", node.Outputs.Count);
        // The last part is the smaller one where the axis does not divide.
        var each = count < 1 ? 0 : (size + count - 1) / count;
        if (count != node.Outputs.Count || (count - 1) * each > size || (node.Version < 18 && each * count != size))
            throw node.Rejected($"splits {size} into {count} for {node.Outputs.Count} outputs", "Check the model; it cannot run as it is.");
        return [.. Enumerable.Repeat(each, (int)count - 1), size - ((count - 1) * each)];
    }
}
