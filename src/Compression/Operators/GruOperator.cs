using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Gated recurrent unit; gates in the order update, reset, hidden. The reset gate acts on the state before the
/// multiplication by R, or on its product when `linear_before_reset` is set, as in Torch.
/// </summary>
public sealed class GruOperator : RecurrentOperator
{
    public override string Type => "GRU";

    protected override int GatesOf(Node node) => 3;

    protected override bool Understands(IReadOnlyList<string> activations) =>
        activations.SequenceEqual(["Sigmoid", "Tanh"], StringComparer.OrdinalIgnoreCase);

    protected override bool CanFuse(Node node) => IsLinearBeforeReset(node);

    protected override (Tensor Y, Tensor H, Tensor C) Fused(Node node, Tensor x, Tensor h, Tensor c, CellWeights weights)
    {
        var (y, last) = RecurrentKernels.Gru(x, h, weights);
        return (y, last, c);
    }

    protected override (Tensor H, Tensor C) Step(Node node, Tensor projected, Tensor seen, Tensor h, Tensor c, CellWeights weights)
    {
        var (input, hidden) = (projected.chunk(3, 1), h.shape[1]);
        var (update, reset, candidate) = (input[0], input[1], input[2]);
        if (IsLinearBeforeReset(node))
        {
            var state = nn.functional.linear(seen, weights.Recurrent, weights.RecurrentBias).chunk(3, 1);
            update = sigmoid(update.Plus(state[0]));
            candidate = tanh(candidate.Plus(sigmoid(reset.Plus(state[1])) * state[2]));
        }
        else
        {
            var gates = nn.functional.linear(seen, weights.Recurrent.narrow(0, 0, 2 * hidden), weights.RecurrentBias.narrow(0, 0, 2 * hidden)).chunk(2, 1);
            update = sigmoid(update.Plus(gates[0]));
            candidate = tanh(candidate.Plus(nn.functional.linear(sigmoid(reset.Plus(gates[1])) * seen,
                weights.Recurrent.narrow(0, 2 * hidden, hidden), weights.RecurrentBias.narrow(0, 2 * hidden, hidden))));
        }
        return (((Number(1) - update) * candidate).Plus(update * h), c);
    }

    private static bool IsLinearBeforeReset(Node node) => node.Integer("linear_before_reset", 0) != 0;
}
