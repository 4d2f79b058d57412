using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class GeluOperator : UnaryOperator
{
    public override string Type => "Gelu";

    public override (int First, int Last) Versions => (20, int.MaxValue);

    protected override Tensor Apply(Tensor x, Node node) => node.Text("approximate", "none") == "tanh"
        ? 0.5 * x * (1 + tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x.pow(3)))))
        : 0.5 * x * (1 + erf(x / Math.Sqrt(2)));
}
