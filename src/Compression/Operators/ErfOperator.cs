using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ErfOperator : UnaryOperator
{
    public override string Type => "Erf";

    public override (int First, int Last) Versions => (9, int.MaxValue);

    protected override Tensor Apply(Tensor x, Node node) => erf(x);
}
