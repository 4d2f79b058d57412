using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>One value for all of each channel: axes after batch and channels become 1.</summary>
public abstract class GlobalPoolOperator : Operator
{
    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        if (x.Rank < 3) throw c.Node.Rejected($"pools {x.ShapeText}, which has no axis after batch and channels", "Check the model; it cannot run as it is.");
        foreach (var labels in x.Labels.Skip(2)) c.Units.Fix(labels, $"{c.Node} pools over them");
        var labelsOut = new int[]?[x.Rank];
        (labelsOut[0], labelsOut[1]) = (x.Labels[0], x.Labels[1]);
        c.Output([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1L, x.Rank - 2)], labelsOut);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        e.Output(Pool(x, [.. Enumerable.Range(2, (int)x.dim() - 2).Select(d => (long)d)]));
    }

    protected abstract Tensor Pool(Tensor x, long[] axes);
}
