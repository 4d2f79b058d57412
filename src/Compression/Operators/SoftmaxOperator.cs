using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Normalises over one axis, or up to version 12 over all axes from it on: units there must stay.</summary>
public class SoftmaxOperator : Operator
{
    public override string Type => "Softmax";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var axis = c.Axis(AxisOf(c.Node), x.Rank);
        var last = c.Node.Version < 13 ? x.Rank - 1 : axis;
        for (var d = axis; d <= last; d++)
        {
            if (x.Shape[d] < 0) throw c.Node.Rejected("normalises over the samples of a batch", "Normalise over another axis: each sample stands alone.");
            c.Units.Fix(x.Labels[d], $"{c.Node} normalises over them");
        }
        c.Pass();
    }

    public override void Execute(Execution e)
    {
        var (x, axis) = (e.Input(0), AxisOf(e.Node));
        e.Output(e.Node.Version >= 13 ? Apply(x, axis) : Apply(x.flatten(axis), axis < 0 ? -1 : axis).reshape(x.shape));
    }

    protected virtual Tensor Apply(Tensor x, long axis) => nn.functional.softmax(x, axis);

    private static long AxisOf(Node node) => node.Integer("axis", node.Version < 13 ? 1 : -1);
}
