using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// A part of a tensor along some axes. A run of neighbours keeps its units, and its ends move as units go; units on
/// an axis that is cut in steps are fixed.
/// </summary>
public sealed class SliceOperator : Operator
{
    public override string Type => "Slice";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var bounds = SliceBounds.Of(c.Node, x.Rank,
            c.Integers("starts", 1, "starts"), c.Integers("ends", 2, "ends"), c.Integers("axes", 3, "axes"), c.Integers("steps", 4, "steps"));
        var (shape, labels) = ((long[])x.Shape.Clone(), (int[]?[])x.Labels.Clone());
        foreach (var (axis, start, end, step) in bounds.Cuts)
        {
            if (x.Shape[axis] < 0)
            {
                if ((start, step) != (0, 1) || end < int.MaxValue) throw c.Node.Rejected("takes a part of the batch", "Slice along another axis: each sample stands alone.");
                continue;
            }
            var taken = SliceBounds.Indices(x.Shape[axis], start, end, step);
            shape[axis] = taken.Count;
            if (labels[axis] is not { } owners) continue;
            if (step != 1) c.Units.Fix(owners, $"{c.Node} takes them in steps of {step}");
            labels[axis] = [.. taken.Select(i => owners[i])];
            c.Units.Separate(labels[axis]);
        }
        c.Output(shape, labels);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var bounds = SliceBounds.Of(e.Node, (int)x.dim(), e.Integers("starts", 1), e.Integers("ends", 2), e.Integers("axes", 3), e.Integers("steps", 4));
        foreach (var (axis, start, end, step) in bounds.Cuts)
        {
            var taken = SliceBounds.Indices(x.shape[axis], start, end, step);
            x = step == 1
                ? x.narrow(axis, taken.Count == 0 ? 0 : taken[0], taken.Count)
                : x.index_select(axis, tensor(taken.Select(i => (long)i).ToArray(), ScalarType.Int64));
        }
        e.Output(x);
    }

    public override void Slice(Slicing s)
    {
        var x = s.Input(0);
        var (starts, ends) = ((long[])s.Integers("starts", 1)!.Clone(), (long[])s.Integers("ends", 2)!.Clone());
        var bounds = SliceBounds.Of(s.Node, x.Rank, starts, ends, s.Integers("axes", 3), s.Integers("steps", 4));
        var isChanged = false;
        for (var i = 0; i < bounds.Cuts.Count; i++)
        {
            var (axis, start, end, step) = bounds.Cuts[i];
            if (s.Kept(x, axis) is not { } kept) continue;
            var taken = SliceBounds.Indices(x.Shape[axis], start, end, step);
            (starts[i], ends[i], isChanged) = (kept.Count(k => k < taken[0]), kept.Count(k => k <= taken[^1]), true);
        }
        if (!isChanged) return;
        if (s.Node.Version < 10)
        {
            s.SetIntegers("starts", starts);
            s.SetIntegers("ends", ends);
        }
        else
        {
            s.SetIntegers(1, starts);
            s.SetIntegers(2, ends);
        }
    }
}
