using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>The plain recurrent layer, with Tanh or Relu.</summary>
public sealed class RnnOperator : RecurrentOperator
{
    public override string Type => "RNN";

    protected override int GatesOf(Node node) => 1;

    protected override bool Understands(IReadOnlyList<string> activations) =>
        activations is [var only] && (Is(only, "Tanh") || Is(only, "Relu"));

    protected override (Tensor Y, Tensor H, Tensor C) Fused(Node node, Tensor x, Tensor h, Tensor c, CellWeights weights)
    {
        var (y, last) = RecurrentKernels.Rnn(x, h, weights, IsRelu(node));
        return (y, last, c);
    }

    protected override (Tensor H, Tensor C) Step(Node node, Tensor projected, Tensor seen, Tensor h, Tensor c, CellWeights weights)
    {
        var sum = projected.Plus(nn.functional.linear(seen, weights.Recurrent, weights.RecurrentBias));
        return (IsRelu(node) ? sum.relu() : tanh(sum), c);
    }

    private static bool IsRelu(Node node) => node.Texts("activations") is [var only] && Is(only, "Relu");

    private static bool Is(string name, string activation) => name.Equals(activation, StringComparison.OrdinalIgnoreCase);
}
