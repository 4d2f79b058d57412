using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Reduces some axes, given as an attribute and later as a constant input. Where nothing is added by a unit that is
/// removed, as in a sum, one axis of units may be reduced; otherwise units on reduced axes are fixed.
/// </summary>
public abstract class ReduceOperator : Operator
{
    /// <summary>The result without a unit is the result with that unit at zero.</summary>
    protected virtual bool IgnoresZeros => false;

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        if (c.Node.HasInput(1)) _ = c.Weight(1, "axes");
        var axes = Axes(c.Node, x.Rank, c.Integers("axes", 1, "axes"));
        if (axes.FirstOrDefault(a => a < 0 || a >= x.Rank, -1) is var wrong && axes.Contains(wrong))
            throw c.Node.Rejected($"has an axis outside {x.ShapeText}", "Export the model again.");
        if (axes.Contains(0) && x.Shape[0] < 0)
            throw c.Node.Rejected("reduces over the samples of a batch", "Reduce over other axes: each sample stands alone.");
        var consumed = IgnoresZeros ? ConsumedAxis(x, axes) : -1;
        foreach (var axis in axes)
        {
            if (axis == consumed) c.Consume(0, axis);
            else c.Units.Fix(x.Labels[axis], $"{c.Node} reduces over them");
        }
        var keeps = Keeps(c.Node);
        var stay = Enumerable.Range(0, x.Rank).Where(d => keeps || !axes.Contains(d)).ToList();
        c.Output([.. stay.Select(d => axes.Contains(d) ? 1 : x.Shape[d])], [.. stay.Select(d => axes.Contains(d) ? null : x.Labels[d])]);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var axes = Axes(e.Node, (int)x.dim(), e.Integers("axes", 1));
        if (axes.Length == 0)
        {
            e.Output(x);
            return;
        }
        if (IgnoresZeros && ConsumedAxis(e.ValueOf(0), axes) is >= 0 and var axis) x = e.Consumed(0, axis);
        e.Output(Reduce(x, [.. axes.Select(a => (long)a)], Keeps(e.Node)));
    }

    protected abstract Tensor Reduce(Tensor x, long[] axes, bool keeps);

    private static bool Keeps(Node node) => node.Integer("keepdims", 1) != 0;

    private static int ConsumedAxis(Value x, int[] axes) => axes.Where(a => x.Labels[a] is not null).DefaultIfEmpty(-1).First();

    private static int[] Axes(Node node, int rank, long[]? given)
    {
        if (given is { Length: > 0 }) return [.. given.Select(a => (int)(a < 0 ? a + rank : a)).Distinct().Order()];
        return node.Integer("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
    }
}
