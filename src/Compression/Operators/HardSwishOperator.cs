using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class HardSwishOperator : UnaryOperator
{
    public override string Type => "HardSwish";

    public override (int First, int Last) Versions => (14, int.MaxValue);

    protected override Tensor Apply(Tensor x, Node node) => x * (x / Number(6)).Plus(Number(0.5)).clamp(Number(0), Number(1));
}
