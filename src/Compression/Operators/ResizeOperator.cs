using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Resamples axes of space, one after the other: nearest, linear and cubic are all separable. Units are not space:
/// their axes, like the batch, keep their size.
/// </summary>
public class ResizeOperator : Operator
{
    public override string Type => "Resize";

    public override (int First, int Last) Versions => (10, int.MaxValue);

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var (scaled, resampling) = (Scaled(c, x), Resampling.Of(c.Node));
        var (shape, labels) = ((long[])x.Shape.Clone(), (int[]?[])x.Labels.Clone());
        foreach (var (axis, scale, size) in scaled)
        {
            if (size == x.Shape[axis] && scale == 1) continue;
            if (x.Shape[axis] < 0) throw c.Node.Rejected("resizes the batch", "Resize axes of space only.");
            if (size < 1) throw c.Node.Rejected($"resizes {x.ShapeText} to nothing on axis {axis}", "Check the model; it cannot run as it is.");
            if (Math.Abs((scale * x.Shape[axis]) - size) > 1e-3 && resampling.Coordinates == "align_corners")
                throw c.Node.Rejected($"aligns the corners of {x.ShapeText} at {scale * x.Shape[axis]} indices, which the standard and its runtimes read differently", "Export the model with sizes instead of scales.");
            c.Units.Fix(x.Labels[axis], $"{c.Node} resizes their axis");
            (shape[axis], labels[axis]) = (size, null);
        }
        c.Output(shape, labels);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var resampling = Resampling.Of(e.Node);
        foreach (var (axis, scale, size) in ScaledAxes(e.Node, x.shape, e.Reals("scales", ScalesInput(e.Node)), e.Integers("sizes", 3), e.Node.Integers("axes")))
        {
            if (size != x.shape[axis] || scale != 1) x = resampling.Along(x, axis, scale, size);
        }
        e.Output(x);
    }

    public override void Slice(Slicing s)
    {
        if (!s.Node.HasInput(3)) return;
        var (x, axes, sizes) = (s.Input(0), s.Node.Integers("axes"), s.Integers(3));
        var left = sizes.Select((size, i) => axes is null ? i : axes[i])
            .Zip(sizes, (axis, size) => s.Kept(x, (int)(axis < 0 ? axis + x.Rank : axis))?.Length ?? size).ToArray();
        if (!left.SequenceEqual(sizes)) s.SetIntegers(3, left);
    }

    private static int ScalesInput(Node node) => node.Version < 11 ? 1 : 2;

    private static List<(int Axis, float Scale, long Size)> Scaled(Coupling c, Value x)
    {
        for (var input = 1; input <= 3; input++)
        {
            if (c.Node.HasInput(input)) _ = c.Weight(input, input == ScalesInput(c.Node) ? "scales" : input == 3 ? "sizes" : "region");
        }
        return ScaledAxes(c.Node, x.Shape, c.Reals("scales", ScalesInput(c.Node), "scales"), c.Integers("sizes", 3, "sizes"), c.Node.Integers("axes"));
    }

    private static List<(int Axis, float Scale, long Size)> ScaledAxes(Node node, long[] shape, float[]? scales, long[]? sizes, long[]? axes)
    {
        if (scales is { Length: 0 }) scales = null;
        axes ??= [.. Enumerable.Range(0, shape.Length).Select(d => (long)d)];
        if ((scales is null) == (sizes is null) || (scales?.Length ?? sizes!.Length) != axes.Length || axes.Any(a => a < -shape.Length || a >= shape.Length)
            || scales?.Any(s => !(s > 0)) == true)
            throw node.Rejected($"has scales, sizes or axes that do not fit a tensor of rank {shape.Length}", "Export the model again.");
        return
        [
            .. axes.Select((a, i) =>
            {
                var axis = (int)(a < 0 ? a + shape.Length : a);
                return scales is not null
                    ? (axis, scales[i], shape[axis] < 0 ? Value.Batch : (long)Math.Floor(shape[axis] * scales[i]))
                    : (axis, (float)sizes![i] / shape[axis], sizes[i]);
            }),
        ];
    }
}
