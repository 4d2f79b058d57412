using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Passes through, in training too: gates and distillation are what regularises a search.</summary>
public sealed class DropoutOperator : UnaryOperator
{
    public override string Type => "Dropout";

    public override void Couple(Coupling c)
    {
        if (c.Node.HasInput(2) && c.Weight(2, "training mode").Integers is [not 0])
            throw c.Node.Rejected("drops values in inference too", "Export the model for inference.");
        if (c.Node.Outputs.Skip(1).Any(o => o.Length > 0)) throw c.Node.Rejected("has its mask as a second output", "Export the model for inference.");
        base.Couple(c);
    }

    protected override Tensor Apply(Tensor x, Node node) => x;
}
