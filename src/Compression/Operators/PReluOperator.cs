using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Values below zero are scaled by a trained slope, which follows the units.</summary>
public sealed class PReluOperator : BinaryOperator
{
    public override string Type => "PRelu";

    public override void Couple(Coupling c)
    {
        var (x, slope) = (c.Input(0), c.Weight(1, "slope"));
        var fits = slope.Shape.Length <= x.Rank && slope.Shape.Reverse().Zip(x.Shape.Reverse()).All(n => n.First == 1 || n.First == n.Second);
        if (!fits)
            throw c.Node.Rejected($"has a slope {Value.Describe(slope.Shape)} on {x.ShapeText}, which does not fit", "Check the model; it cannot run as it is.");
        base.Couple(c);
        slope.IsTrainable = true;
    }

    protected override Tensor Apply(Tensor left, Tensor right) => left.clamp(min: Number(0)).Plus(right * left.clamp(max: Number(0)));
}
