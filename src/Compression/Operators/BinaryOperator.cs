using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// An operator on two broadcast operands: units along the same index become one. A constant operand follows the units
/// of the other side, and is then trained and sliced as a weight (a bias, a scale).
/// </summary>
public abstract class BinaryOperator : Operator
{
    public override void Couple(Coupling c)
    {
        for (var constant = 0; constant <= 1; constant++)
        {
            if (c.IsWeight(constant)) Follow(c, constant, c.Input(1 - constant), TrainsConstant);
        }
        var (shape, labels) = Broadcast.Join(c, c.Input(0), c.Input(1));
        c.Output(shape, labels);
    }

    public override void Execute(Execution e) => e.Output(Apply(e.Input(0), e.Input(1)));

    /// <summary>Training changes a constant operand that follows units.</summary>
    private protected virtual bool TrainsConstant => true;

    protected abstract Tensor Apply(Tensor left, Tensor right);

    private static void Follow(Coupling c, int index, Value other, bool isTrained)
    {
        var weight = c.Weight(index, "operand");
        weight.IsTensor = true;
        for (var d = 0; d < weight.Shape.Length; d++)
        {
            var axis = other.Rank - weight.Shape.Length + d;
            if (weight.Shape[d] == 1 || axis < 0 || other.Labels[axis] is not { } labels || labels.Length != weight.Shape[d]) continue;
            weight.IsTrainable |= isTrained;
            c.Own(weight, d, labels, SlotRole.Follows);
        }
    }
}
