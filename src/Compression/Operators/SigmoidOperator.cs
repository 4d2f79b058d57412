using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class SigmoidOperator : UnaryOperator
{
    public override string Type => "Sigmoid";

    protected override Tensor Apply(Tensor x, Node node) => sigmoid(x);
}
