using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Long short-term memory; gates in the order input, output, forget, cell.</summary>
public sealed class LstmOperator : RecurrentOperator
{
    public override string Type => "LSTM";

    protected override int GatesOf(Node node) => 4;

    protected override bool Understands(IReadOnlyList<string> activations) =>
        activations.SequenceEqual(["Sigmoid", "Tanh", "Tanh"], StringComparer.OrdinalIgnoreCase);

    protected override (Tensor Y, Tensor H, Tensor C) Fused(Node node, Tensor x, Tensor h, Tensor c, CellWeights weights) =>
        RecurrentKernels.Lstm(x, h, c, weights);

    protected override (Tensor H, Tensor C) Step(Node node, Tensor projected, Tensor seen, Tensor h, Tensor c, CellWeights weights)
    {
        var gates = projected.Plus(nn.functional.linear(seen, weights.Recurrent, weights.RecurrentBias)).chunk(4, 1);
        var cell = (sigmoid(gates[2]) * c).Plus(sigmoid(gates[0]) * tanh(gates[3]));
        return (sigmoid(gates[1]) * tanh(cell), cell);
    }
}
