using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// Normalises each sample over all axes from one on. Mean and variance change with every unit that goes, so units on
/// these axes are fixed.
/// </summary>
public sealed class LayerNormalizationOperator : Operator
{
    public override string Type => "LayerNormalization";

    public override (int First, int Last) Versions => (17, int.MaxValue);

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var axis = c.Axis(c.Node.Integer("axis", -1), x.Rank);
        if (axis == 0 && x.Shape[0] < 0) throw c.Node.Rejected("normalises over the samples of a batch", "Normalise over other axes: each sample stands alone.");
        foreach (var labels in x.Labels[axis..]) c.Units.Fix(labels, $"{c.Node} normalises over them");
        for (var input = 1; input <= 2; input++)
        {
            if (!c.Node.HasInput(input)) continue;
            var weight = c.Weight(input, input == 1 ? "scale" : "bias");
            if (!weight.Shape.SequenceEqual(x.Shape.Skip(axis)))
                throw c.Node.Rejected($"has a parameter {Value.Describe(weight.Shape)} for the axes from {axis} on of {x.ShapeText}", "Export the model with one scale and bias for each position.");
            (weight.IsTrainable, weight.IsTensor) = (true, true);
            for (var d = 0; d < weight.Shape.Length; d++) c.Own(weight, d, x.Labels[axis + d], SlotRole.Follows);
        }
        c.Pass();
        for (var statistic = 1; statistic <= 2; statistic++)
            c.Output([.. x.Shape[..axis], .. x.Shape[axis..].Select(_ => 1L)], [.. x.Labels[..axis], .. new int[]?[x.Rank - axis]], statistic);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        var axis = e.Node.Integer("axis", -1);
        var axes = Enumerable.Range(0, (int)x.dim()).Select(d => (long)d).Where(d => d >= (axis < 0 ? axis + x.dim() : axis)).ToArray();
        var mean = x.mean(axes, keepdim: true);
        var centred = x - mean;
        var perDeviation = sqrt(centred.Squared().mean(axes, keepdim: true).Plus(Number(e.Node.Real("epsilon", 1e-5f)))).reciprocal();
        var y = centred * perDeviation * e.Input(1);
        e.Output(e.Optional(2) is { } bias ? y.Plus(bias) : y);
        e.Output(mean, 1);
        e.Output(perDeviation, 2);
    }
}
