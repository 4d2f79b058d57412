using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class TanhOperator : UnaryOperator
{
    public override string Type => "Tanh";

    protected override Tensor Apply(Tensor x, Node node) => tanh(x);
}
