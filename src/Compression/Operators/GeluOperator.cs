using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class GeluOperator : UnaryOperator
{
    public override string Type => "Gelu";

    public override (int First, int Last) Versions => (20, int.MaxValue);

    protected override Tensor Apply(Tensor x, Node node) => node.Text("approximate", "none") == "tanh"
        ? x * Number(0.5) * tanh(x.Plus(x.pow(Number(3)) * Number(0.044715)) * Number(Math.Sqrt(2 / Math.PI))).Plus(Number(1))
        : x * Number(0.5) * erf(x / Number(Math.Sqrt(2))).Plus(Number(1));
}
