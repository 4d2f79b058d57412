using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Import;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Operators;

/// <summary>Reshape to a constant shape, where 0 copies a size and -1 takes what is left.</summary>
public sealed class ReshapeOperator : Operator
{
    public override string Type => "Reshape";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var wanted = c.Weight(1, "shape").Proto.Integers();
        if (c.Node.Integer("allowzero", 0) != 0 && wanted.Contains(0)) throw c.Node.Rejected("makes an empty tensor", "Check the model.");
        var shape = Resolve(c.Node, x, wanted);
        c.Output(shape, Regrouping.Follow(c, x, shape));
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        e.Output(x.reshape([.. e.IntegersOf(1).Select((n, d) => n == 0 ? x.shape[d] : n)]));
    }

    public override void Slice(Slicing s)
    {
        var wanted = s.Integers(1);
        var sliced = wanted.Select((n, d) => n > 0 ? s.SizeOf(s.Output, d) : n).ToArray();
        if (!sliced.SequenceEqual(wanted)) s.SetIntegers(1, sliced);
    }

    private static long[] Resolve(Node node, Value x, long[] wanted)
    {
        if (wanted.Length > ModelLimits.Dimensions) throw node.Rejected($"makes a tensor of {wanted.Length} dimensions", $"At most {ModelLimits.Dimensions} are supported.");
        if (wanted.Any(n => n < -1) || wanted.Count(n => n == -1) > 1) throw Misfit(node, x, wanted);
        var shape = new long[wanted.Length];
        var (left, rest) = (Value.Product(x.Shape), -1);
        for (var d = 0; d < wanted.Length; d++)
        {
            if (wanted[d] == -1) rest = d;
            else
            {
                shape[d] = wanted[d] != 0 ? wanted[d] : d < x.Rank ? x.Shape[d] : throw Misfit(node, x, wanted);
                if (shape[d] == 0 || left % shape[d] != 0 || (shape[d] < 0 && left > 0)) throw Misfit(node, x, wanted);
                left /= shape[d];
            }
        }
        if (rest >= 0) shape[rest] = left;
        else if (left != 1)
            throw node.Rejected($"makes {Value.Describe(wanted)} of {x.ShapeText}, which fixes the batch", "Export the model with a dynamic batch.");
        return shape;
    }

    private static RejectedException Misfit(Node node, Value x, long[] wanted) =>
        node.Rejected($"makes [{string.Join(", ", wanted)}] of {x.ShapeText}, which does not fit", "Check the model; it cannot run as it is.");
}
