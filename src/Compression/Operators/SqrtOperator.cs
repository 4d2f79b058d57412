using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class SqrtOperator : UnaryOperator
{
    public override string Type => "Sqrt";

    protected override Tensor Apply(Tensor x, Node node) => sqrt(x);
}
