using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Dense layer: alpha·A·B + beta·C with a constant B (A transposed when the node says so), whose columns (rows when transposed) are units.</summary>
public sealed class GemmOperator : Operator
{
    public override string Type => "Gemm";

    public override void Couple(Coupling c)
    {
        var (x, weight) = (c.Input(0), c.Weight(1, "matrix"));
        var summed = SummedAxis(c.Node);
        if (x.Rank != 2 || weight.Shape.Length != 2)
            throw c.Node.Rejected($"multiplies {x.ShapeText} by {Value.Describe(weight.Shape)}", "Only a matrix times a constant matrix is supported.");
        var (sums, makes) = c.Node.Integer("transB", 0) != 0 ? (1, 0) : (0, 1);
        if (x.Shape[summed] != weight.Shape[sums])
            throw c.Node.Rejected($"multiplies {x.ShapeText} by {Value.Describe(weight.Shape)}, which do not fit", "Check the model; it cannot run as it is.");
        weight.IsTrainable = true;
        c.Consume(0, summed);
        var units = c.Units.New((int)weight.Shape[makes]);
        c.Own(weight, makes, units, SlotRole.Produces);
        c.Own(weight, sums, x.Labels[summed], SlotRole.Consumes);
        if (c.Node.HasInput(2))
        {
            var bias = c.Weight(2, "bias");
            (bias.IsTrainable, bias.IsTensor) = (true, true);
            if (bias.Shape.Length > 0 && bias.Shape[^1] != 1) c.Own(bias, bias.Shape.Length - 1, units, SlotRole.Follows);
        }
        c.Output([x.Shape[1 - summed], weight.Shape[makes]], [x.Labels[1 - summed], units]);
    }

    public override void Execute(Execution e)
    {
        var (x, matrix, bias) = (e.Consumed(0, SummedAxis(e.Node)), e.Input(1), e.Optional(2));
        if (SummedAxis(e.Node) == 0) x = x.t();
        var (alpha, beta) = (e.Node.Real("alpha", 1), e.Node.Real("beta", 1));
        var isTransposed = e.Node.Integer("transB", 0) != 0;
        if (alpha == 1 && beta == 1 && isTransposed && bias is { } row && row.dim() == 1)
        {
            e.Output(nn.functional.linear(x, matrix, row));
            return;
        }
        var product = x.matmul(isTransposed ? matrix.t() : matrix);
        if (alpha != 1) product = product * Number(alpha);
        if (bias is not null) product = product.Plus(beta == 1 ? bias : bias * Number(beta));
        e.Output(product);
    }

    public override void Cost(CostTally t) => t.Multiply(1, 1);

    private static int SummedAxis(Node node) => node.Integer("transA", 0) != 0 ? 0 : 1;
}
