using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class IdentityOperator : UnaryOperator
{
    public override string Type => "Identity";

    protected override Tensor Apply(Tensor x, Node node) => x;
}
