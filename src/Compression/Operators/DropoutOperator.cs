using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Passes through, in training too: gates and distillation are what regularises a search.</summary>
public sealed class DropoutOperator : UnaryOperator
{
    public override string Type => "Dropout";

    protected override Tensor Apply(Tensor x, Node node) => x;
}
