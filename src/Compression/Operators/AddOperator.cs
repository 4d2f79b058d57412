using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class AddOperator : BinaryOperator
{
    public override string Type => "Add";

    protected override Tensor Apply(Tensor left, Tensor right) => left.Plus(right);
}
