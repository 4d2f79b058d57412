using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Two dimensions out of many: one channel becomes its block of H·W consecutive positions.</summary>
public sealed class FlattenOperator : Operator
{
    public override string Type => "Flatten";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var axis = Axis(c.Node, x.Rank);
        if (axis < 0 || axis > x.Rank) throw c.Node.Rejected($"flattens {x.ShapeText} from axis {axis}", "Export the model again.");
        if (axis == 0 && x.Shape.Any(n => n < 0)) throw c.Node.Rejected("flattens the batch", "Flatten from axis 1 on: each sample stands alone.");
        long[] shape = [Size(x.Shape[..axis]), Size(x.Shape[axis..])];
        c.Output(shape, Regrouping.Follow(c, x, shape));
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var axis = Axis(e.Node, (int)x.dim());
        e.Output(x.reshape(Size(x.shape[..axis]), Size(x.shape[axis..])));
    }

    private static int Axis(Node node, int rank)
    {
        var axis = (int)node.Integer("axis", 1);
        return axis < 0 ? axis + rank : axis;
    }

    private static long Size(long[] shape) =>
        Value.Product(shape);
}
