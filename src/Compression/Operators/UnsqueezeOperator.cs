using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Inserts axes of size 1; the axes are counted in the result.</summary>
public sealed class UnsqueezeOperator : Operator
{
    public override string Type => "Unsqueeze";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var axes = c.Integers("axes", 1, "axes") ?? throw c.Node.Rejected("names no axes", "Export the model again.");
        var rank = x.Rank + axes.Length;
        var inserted = axes.Select(a => c.Axis(a, rank)).ToHashSet();
        if (inserted.Count != axes.Length) throw c.Node.Rejected("names an axis twice", "Export the model again.");
        var (shape, labels, from) = (new long[rank], new int[]?[rank], 0);
        for (var d = 0; d < rank; d++)
        {
            if (inserted.Contains(d)) shape[d] = 1;
            else (shape[d], labels[d]) = (x.Shape[from], x.Labels[from++]);
        }
        c.Output(shape, labels);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var axes = e.Integers("axes", 1)!;
        var rank = x.dim() + axes.Length;
        foreach (var axis in axes.Select(a => a < 0 ? a + rank : a).Order()) x = x.unsqueeze(axis);
        e.Output(x);
    }
}
