using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>A pool over the axes after batch and channels: channels pass through.</summary>
public abstract class PoolOperator : Operator
{
    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var kernel = KernelOf(c.Node);
        if (kernel.Length is < 1 or > 3) throw c.Node.Rejected($"pools over {kernel.Length} axes", "Only pools over one to three axes are supported.");
        if (c.Node.Outputs.Skip(1).Any(o => o.Length > 0)) throw c.Node.Rejected("has a second output", "Only the pooled values are supported.");
        foreach (var labels in x.Labels.Skip(2)) c.Units.Fix(labels, $"{c.Node} pools over them");
        var labelsOut = new int[]?[x.Rank];
        labelsOut[1] = x.Labels[1];
        c.Output([x.Shape[0], x.Shape[1], .. Window.Of(c.Node, x.Shape, kernel).Output(c.Node, x.Shape)], labelsOut);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        e.Output(Pool(x, Window.Of(e.Node, x.shape, KernelOf(e.Node)), e.Node));
    }

    private protected abstract Tensor Pool(Tensor x, Window window, Node node);

    private static long[] KernelOf(Node node) =>
        node.Integers("kernel_shape") ?? throw node.Rejected("has no kernel_shape", "Export the model again.");
}
