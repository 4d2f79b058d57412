using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Normalises each channel: scale, shift and statistics follow the channel's unit.</summary>
public sealed class BatchNormalizationOperator : Operator
{
    public override string Type => "BatchNormalization";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        if (x.Rank < 2) throw c.Node.Rejected($"normalises {x.ShapeText}, which has no channels", "Check the model; it cannot run as it is.");
        if (c.Node.Integer("training_mode", 0) != 0 || c.Node.Outputs.Skip(1).Any(o => o.Length > 0))
            throw c.Node.Rejected("is in its training form", "Export the model for inference.");
        if (c.Node.Integer("spatial", 1) == 0) throw c.Node.Rejected("normalises every position alone", "Export the model with operator set 9 or newer.");
        for (var input = 1; input <= 4; input++)
        {
            var weight = c.Weight(input, "parameter");
            weight.IsTrainable = input <= 2;
            if (weight.Shape.Length != 1 || weight.Shape[0] != x.Shape[1])
                throw c.Node.Rejected($"has a parameter of shape {Value.Describe(weight.Shape)} for an input {x.ShapeText}", "Export the model again.");
            c.Own(weight, 0, x.Labels[1], SlotRole.Follows);
        }
        c.Pass();
    }

    public override void Execute(Execution e) =>
        e.Output(nn.functional.batch_norm(e.Input(0), e.Input(3), e.Input(4), e.Input(1), e.Input(2), e.IsTraining,
            1 - e.Node.Real("momentum", 0.9f), e.Node.Real("epsilon", 1e-5f)));
}
