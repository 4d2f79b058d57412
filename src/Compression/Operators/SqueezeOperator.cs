using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Drops axes of size 1.</summary>
public sealed class SqueezeOperator : Operator
{
    public override string Type => "Squeeze";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var dropped = Dropped(c, x);
        foreach (var axis in dropped)
        {
            if (x.Shape[axis] != 1) throw c.Node.Rejected($"drops axis {axis} of {x.ShapeText}", "Only axes of size 1 can be dropped.");
            c.Units.Fix(x.Labels[axis], $"{c.Node} drops their axis");
        }
        var stay = Enumerable.Range(0, x.Rank).Except(dropped).ToList();
        c.Output([.. stay.Select(d => x.Shape[d])], [.. stay.Select(d => x.Labels[d])]);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var dropped = e.Integers("axes", 1) is { } axes
            ? axes.Select(a => (int)(a < 0 ? a + x.dim() : a)).ToHashSet()
            : [.. Enumerable.Range(0, (int)x.dim()).Where(d => x.shape[d] == 1)];
        e.Output(x.reshape([.. x.shape.Where((_, d) => !dropped.Contains(d))]));
    }

    private static List<int> Dropped(Coupling c, Value x)
    {
        if (c.Integers("axes", 1, "axes") is { } axes) return [.. axes.Select(a => c.Axis(a, x.Rank)).Distinct()];
        if (x.Shape.Any(n => n < 0))
            throw c.Node.Rejected($"drops every axis of size 1 of {x.ShapeText}, and with one sample the batch too", "Name the axes before export.");
        return [.. Enumerable.Range(0, x.Rank).Where(d => x.Shape[d] == 1)];
    }
}
