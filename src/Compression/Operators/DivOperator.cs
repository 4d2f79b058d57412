using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class DivOperator : BinaryOperator
{
    public override string Type => "Div";

    protected override Tensor Apply(Tensor left, Tensor right) => left / right;
}
