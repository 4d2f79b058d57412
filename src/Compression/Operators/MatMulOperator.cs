using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Matrix product. A constant matrix is a dense layer whose columns (or rows, when it stands on the left) are units;
/// between two activations the units that are summed over stay as they are.
/// </summary>
public sealed class MatMulOperator : Operator
{
    public override string Type => "MatMul";

    public override void Couple(Coupling c)
    {
        var (left, right) = (c.Input(0), c.Input(1));
        if (left.Rank < 2 || right.Rank < 2)
            throw c.Node.Rejected($"multiplies {left.ShapeText} by {right.ShapeText}", "Only products of matrices and their batches are supported.");
        if (left.Shape[^1] != right.Shape[^2] && left.Shape[^1] >= 0 && right.Shape[^2] >= 0)
            throw c.Node.Rejected($"multiplies {left.ShapeText} by {right.ShapeText}, which do not fit", "Check the model; it cannot run as it is.");
        var (rows, columns) = (left.Labels[^2], right.Labels[^1]);
        if (c.IsWeight(1) && right.Rank == 2) columns = Dense(c, 1, dataInput: 0, dataAxis: left.Rank - 1, sums: 0, makes: 1);
        else if (c.IsWeight(0) && left.Rank == 2) rows = Dense(c, 0, dataInput: 1, dataAxis: right.Rank - 2, sums: 1, makes: 0);
        else
        {
            c.Units.Fix(left.Labels[^1], $"{c.Node} sums over both of its inputs");
            c.Units.Fix(right.Labels[^2], $"{c.Node} sums over both of its inputs");
            for (var input = 0; input <= 1; input++)
            {
                if (c.IsWeight(input)) c.Weight(input, "operand").IsTensor = true;
            }
        }
        var (shape, labels) = Broadcast.Join(c, left, right, leaveLast: 2);
        c.Output([.. shape, left.Shape[^2], right.Shape[^1]], [.. labels, rows, columns]);
    }

    public override void Execute(Execution e)
    {
        var (left, right) = (e.Input(0), e.Input(1));
        e.Output(matmul(e.Consumed(0, (int)left.dim() - 1), e.Consumed(1, (int)right.dim() - 2)));
    }

    public override void Cost(CostTally t)
    {
        t.Multiply(1, t.Positions(Enumerable.Range(0, t.Output.Rank - 1)));
        t.Multiply(0, t.Positions(Enumerable.Range(0, t.Output.Rank - 2).Append(t.Output.Rank - 1)));
    }

    private static int[] Dense(Coupling c, int index, int dataInput, int dataAxis, int sums, int makes)
    {
        var weight = c.Weight(index, "matrix");
        weight.IsTrainable = true;
        c.Consume(dataInput, dataAxis);
        var units = c.Units.New((int)weight.Shape[makes]);
        c.Own(weight, makes, units, SlotRole.Produces);
        c.Own(weight, sums, c.Input(dataInput).Labels[dataAxis], SlotRole.Consumes);
        return units;
    }
}
