using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class NegOperator : UnaryOperator
{
    public override string Type => "Neg";

    protected override Tensor Apply(Tensor x, Node node) => -x;
}
