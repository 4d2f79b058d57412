using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class SoftplusOperator : UnaryOperator
{
    public override string Type => "Softplus";

    protected override Tensor Apply(Tensor x, Node node) => nn.functional.softplus(x);
}
