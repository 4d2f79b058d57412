using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ExpOperator : UnaryOperator
{
    public override string Type => "Exp";

    protected override Tensor Apply(Tensor x, Node node) => exp(x);
}
