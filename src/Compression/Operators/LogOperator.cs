using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class LogOperator : UnaryOperator
{
    public override string Type => "Log";

    protected override Tensor Apply(Tensor x, Node node) => log(x);
}
