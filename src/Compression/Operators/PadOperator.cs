using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Import;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Pads with a constant, by reflection, or with the edge. Only constant padding can add to an axis of units.</summary>
public sealed class PadOperator : Operator
{
    public override string Type => "Pad";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        if (c.Node.HasInput(2)) c.Weight(2, "value").IsTensor = true;
        if (c.Node.HasInput(3)) _ = c.Weight(3, "axes");
        var (before, after) = Pads(c.Node, x.Rank, c.Integers("pads", 1, "pads"), c.Integers("axes", 3, "axes"));
        var mode = Mode(c.Node);
        var (shape, labels) = ((long[])x.Shape.Clone(), (int[]?[])x.Labels.Clone());
        for (var d = 0; d < x.Rank; d++)
        {
            if (before[d] == 0 && after[d] == 0) continue;
            if (x.Shape[d] < 0) throw c.Node.Rejected("pads the batch", "Pad along another axis: each sample stands alone.");
            if (before[d] < 0 || after[d] < 0) throw c.Node.Rejected("has negative pads", "Cut with Slice instead.");
            if (Math.Max(before[d], after[d]) > ModelLimits.Elements) throw c.Node.Rejected($"has a pad of {Math.Max(before[d], after[d])}", "Check the model; no tensor can be that large.");
            if (mode == "reflect" && Math.Max(before[d], after[d]) >= x.Shape[d]) throw c.Node.Rejected($"reflects more of {x.ShapeText} than there is", "Check the model; it cannot run as it is.");
            shape[d] += before[d] + after[d];
            if (labels[d] is not { } owners) continue;
            if (mode == "constant")
            {
                labels[d] = [.. Enumerable.Repeat(Value.NoUnit, (int)before[d]), .. owners, .. Enumerable.Repeat(Value.NoUnit, (int)after[d])];
            }
            else
            {
                c.Units.Fix(owners, $"{c.Node} copies them as padding");
                labels[d] = null;
            }
        }
        c.Output(shape, labels);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var (before, after) = Pads(e.Node, (int)x.dim(), e.Integers("pads", 1), e.Integers("axes", 3));
        var mode = Mode(e.Node);
        if (mode == "constant")
        {
            var value = e.Optional(2) is { } given ? given.item<float>() : e.Node.Real("value", 0);
            e.Output(nn.functional.pad(x, [.. Enumerable.Range(0, before.Length).Reverse().SelectMany(d => new[] { before[d], after[d] })], value: value));
            return;
        }
        for (var d = 0; d < before.Length; d++)
        {
            if (before[d] == 0 && after[d] == 0) continue;
            var last = x.shape[d] - 1;
            var source = Enumerable.Range(0, (int)(before[d] + x.shape[d] + after[d])).Select(i => i - before[d])
                .Select(i => mode == "edge" ? Math.Clamp(i, 0, last) : last - Math.Abs(last - Math.Abs(i)));
            x = x.index_select(d, tensor(source.ToArray(), ScalarType.Int64));
        }
        e.Output(x);
    }

    private static string Mode(Node node)
    {
        var mode = node.Text("mode", "constant");
        return mode is "constant" or "reflect" or "edge" ? mode : throw node.Rejected($"pads by {mode}", "Only constant, reflect and edge are supported.");
    }

    private static (long[] Before, long[] After) Pads(Node node, int rank, long[]? pads, long[]? axes)
    {
        axes ??= [.. Enumerable.Range(0, rank).Select(d => (long)d)];
        if (pads is null || pads.Length != 2 * axes.Length || axes.Any(a => a < -rank || a >= rank))
            throw node.Rejected($"has pads or axes that do not fit a tensor of rank {rank}", "Export the model again.");
        var (before, after) = (new long[rank], new long[rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = axes[i] < 0 ? axes[i] + rank : axes[i];
            (before[axis], after[axis]) = (pads[i], pads[i + axes.Length]);
        }
        return (before, after);
    }
}
