using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class SubOperator : BinaryOperator
{
    public override string Type => "Sub";

    protected override Tensor Apply(Tensor left, Tensor right) => left - right;
}
