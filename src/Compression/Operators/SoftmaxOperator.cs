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
        if (c.Node.Version < 13 && axis != x.Rank - 1)
            throw c.Node.Rejected($"normalises over several axes from {axis} of {x.ShapeText} on", "Export the model with operator set 13 or newer.");
        c.Units.Fix(x.Labels[axis], $"{c.Node} normalises over them");
        c.Pass();
    }

    public override void Execute(Execution e) => e.Output(Apply(e.Input(0), AxisOf(e.Node)));

    protected virtual Tensor Apply(Tensor x, long axis) => nn.functional.softmax(x, axis);

    private static long AxisOf(Node node) => node.Integer("axis", node.Version < 13 ? 1 : -1);
}
