using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class AbsOperator : UnaryOperator
{
    public override string Type => "Abs";

    protected override Tensor Apply(Tensor x, Node node) => abs(x);
}
