using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class LeakyReluOperator : UnaryOperator
{
    public override string Type => "LeakyRelu";

    protected override Tensor Apply(Tensor x, Node node) => nn.functional.leaky_relu(x, node.Real("alpha", 0.01f));
}
