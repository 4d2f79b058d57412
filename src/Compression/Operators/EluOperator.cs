using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class EluOperator : UnaryOperator
{
    public override string Type => "Elu";

    protected override Tensor Apply(Tensor x, Node node) => nn.functional.elu(x, node.Real("alpha", 1));
}
