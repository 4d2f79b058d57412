using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ReluOperator : UnaryOperator
{
    public override string Type => "Relu";

    protected override Tensor Apply(Tensor x, Node node) => nn.functional.relu(x);
}
