using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Dense layer: alpha·A·B + beta·C with a constant B, whose columns (rows when transposed) are units.</summary>
public sealed class GemmOperator : Operator
{
    public override string Type => "Gemm";

    public override void Couple(Coupling c)
    {
        var (x, weight) = (c.Input(0), c.Weight(1, "matrix"));
        if (c.Node.Integer("transA", 0) != 0 || x.Rank != 2 || weight.Shape.Length != 2)
            throw c.Node.Rejected($"multiplies {x.ShapeText} by {Value.Describe(weight.Shape)} with transA {c.Node.Integer("transA", 0)}", "Only samples times a constant matrix is supported.");
        var (sums, makes) = c.Node.Integer("transB", 0) != 0 ? (1, 0) : (0, 1);
        if (x.Shape[1] != weight.Shape[sums])
            throw c.Node.Rejected($"multiplies {x.ShapeText} by {Value.Describe(weight.Shape)}, which do not fit", "Check the model; it cannot run as it is.");
        weight.IsTrainable = true;
        c.Consume(0, 1);
        var units = c.Units.New((int)weight.Shape[makes]);
        c.Own(weight, makes, units, SlotRole.Produces);
        c.Own(weight, sums, x.Labels[1], SlotRole.Consumes);
        if (c.Node.HasInput(2))
        {
            var bias = c.Weight(2, "bias");
            (bias.IsTrainable, bias.IsTensor) = (true, true);
            if (bias.Shape.Length > 0 && bias.Shape[^1] != 1) c.Own(bias, bias.Shape.Length - 1, units, SlotRole.Follows);
        }
        c.Output([x.Shape[0], weight.Shape[makes]], [x.Labels[0], units]);
    }

    public override void Execute(Execution e)
    {
        var (x, matrix, bias) = (e.Consumed(0, 1), e.Input(1), e.Optional(2));
        var (alpha, beta) = (e.Node.Real("alpha", 1), e.Node.Real("beta", 1));
        var isTransposed = e.Node.Integer("transB", 0) != 0;
        if (alpha == 1 && beta == 1 && isTransposed && bias is { } row && row.dim() == 1)
        {
            e.Output(nn.functional.linear(x, matrix, row));
            return;
        }
        var product = x.matmul(isTransposed ? matrix.t() : matrix);
        if (alpha != 1) product = product * alpha;
        if (bias is not null) product = product + (beta == 1 ? bias : bias * beta);
        e.Output(product);
    }

    public override void Cost(CostTally t) => t.Multiply(1, 1);
}
