using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ReciprocalOperator : UnaryOperator
{
    public override string Type => "Reciprocal";

    protected override Tensor Apply(Tensor x, Node node) => x.reciprocal();
}
