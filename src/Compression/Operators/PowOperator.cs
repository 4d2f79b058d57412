using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Power with any exponent. A constant exponent is part of a formula, never trained.</summary>
public sealed class PowOperator : BinaryOperator
{
    public override string Type => "Pow";

    private protected override bool TrainsConstant => false;

    protected override Tensor Apply(Tensor left, Tensor right) => left.pow(right);
}
