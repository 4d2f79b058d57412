using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class HardSigmoidOperator : UnaryOperator
{
    public override string Type => "HardSigmoid";

    protected override Tensor Apply(Tensor x, Node node) => (x * Number(node.Real("alpha", 0.2f))).Plus(Number(node.Real("beta", 0.5f))).clamp(Number(0), Number(1));
}
