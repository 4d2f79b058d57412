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
        var bounds = Bounds.Of(c.Node, x.Rank,
            c.Integers("starts", 1, "starts"), c.Integers("ends", 2, "ends"), c.Integers("axes", 3, "axes"), c.Integers("steps", 4, "steps"));
        var (shape, labels) = ((long[])x.Shape.Clone(), (int[]?[])x.Labels.Clone());
        foreach (var (axis, start, end, step) in bounds.Cuts)
        {
            if (x.Shape[axis] < 0)
            {
                if ((start, step) != (0, 1) || end < int.MaxValue) throw c.Node.Rejected("takes a part of the batch", "Slice along another axis: each sample stands alone.");
                continue;
            }
            var taken = Bounds.Indices(x.Shape[axis], start, end, step);
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
        var bounds = Bounds.Of(e.Node, (int)x.dim(), e.Integers("starts", 1), e.Integers("ends", 2), e.Integers("axes", 3), e.Integers("steps", 4));
        foreach (var (axis, start, end, step) in bounds.Cuts)
        {
            var taken = Bounds.Indices(x.shape[axis], start, end, step);
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
        var bounds = Bounds.Of(s.Node, x.Rank, starts, ends, s.Integers("axes", 3), s.Integers("steps", 4));
        var isChanged = false;
        for (var i = 0; i < bounds.Cuts.Count; i++)
        {
            var (axis, start, end, step) = bounds.Cuts[i];
            if (s.Kept(x, axis) is not { } kept) continue;
            var taken = Bounds.Indices(x.Shape[axis], start, end, step);
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

    /// <summary>Where to cut, by axis, as the node states it.</summary>
    private sealed record Bounds(IReadOnlyList<(int Axis, long Start, long End, long Step)> Cuts)
    {
        public static Bounds Of(Node node, int rank, long[]? starts, long[]? ends, long[]? axes, long[]? steps)
        {
            if (starts is null || ends is null) throw node.Rejected("names no starts or ends", "Export the model again.");
            axes ??= [.. Enumerable.Range(0, starts.Length).Select(d => (long)d)];
            steps ??= [.. Enumerable.Repeat(1L, starts.Length)];
            var cuts = starts.Zip(ends, axes).Zip(steps, (t, step) => ((int)(t.Third < 0 ? t.Third + rank : t.Third), t.First, t.Second, step)).ToList();
            if (cuts.Count != starts.Length || cuts.Count != ends.Length || cuts.Any(cut => cut.Item1 < 0 || cut.Item1 >= rank || cut.step == 0)
                || cuts.DistinctBy(cut => cut.Item1).Count() != cuts.Count)
                throw node.Rejected($"has starts, ends, axes or steps that do not fit a tensor of rank {rank}", "Export the model again.");
            return new Bounds(cuts);
        }

        /// <summary>Indices that are taken of an axis of this size; bounds beyond it are cut off.</summary>
        public static List<int> Indices(long size, long start, long end, long step)
        {
            (start, end) = (start < 0 ? start + size : start, end < 0 ? end + size : end);
            (start, end) = step > 0
                ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size))
                : (Math.Clamp(start, -1, size - 1), Math.Clamp(end, -1, size - 1));
            var taken = new List<int>();
            for (var i = start; step > 0 ? i < end : i > end; i += step) taken.Add((int)i);
            return taken;
        }
    }
}
