using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class MulOperator : BinaryOperator
{
    public override string Type => "Mul";

    protected override Tensor Apply(Tensor left, Tensor right) => left * right;
}
