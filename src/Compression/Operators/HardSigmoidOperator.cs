using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class HardSigmoidOperator : UnaryOperator
{
    public override string Type => "HardSigmoid";

    protected override Tensor Apply(Tensor x, Node node) => ((x * node.Real("alpha", 0.2f)) + node.Real("beta", 0.5f)).clamp(0, 1);
}
