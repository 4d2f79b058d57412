using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class LeakyReluOperator : UnaryOperator
{
    public override string Type => "LeakyRelu";

    protected override Tensor Apply(Tensor x, Node node) => x.relu().Plus(x.clamp(max: Number(0)) * Number(node.Real("alpha", 0.01f)));
}
