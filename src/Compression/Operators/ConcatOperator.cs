using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Along its axis the inputs keep their own units; along the others the units of all inputs become one.</summary>
public sealed class ConcatOperator : Operator
{
    public override string Type => "Concat";

    public override void Couple(Coupling c)
    {
        if (c.Node.Inputs.Count == 0) throw c.Node.Rejected("joins nothing", "Check the model; it cannot run as it is.");
        var inputs = Enumerable.Range(0, c.Node.Inputs.Count).Select(c.Input).ToList();
        var axis = c.Axis(c.Node.Integer("axis", 0), inputs[0].Rank);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (c.IsWeight(i)) c.Weight(i, "operand").IsTensor = true;
            if (inputs[i].Rank != inputs[0].Rank) throw c.Node.Rejected("joins inputs of different rank", "Check the model; it cannot run as it is.");
        }
        var (shape, labels) = ((long[])inputs[0].Shape.Clone(), (int[]?[])inputs[0].Labels.Clone());
        for (var d = 0; d < shape.Length; d++)
        {
            if (d == axis)
            {
                shape[d] = inputs.Select(i => i.Shape[d] < 0).Distinct().Count() == 1 ? inputs.Sum(i => i.Shape[d])
                    : throw c.Node.Rejected("joins the batch with something else", "Export the model with samples that do not depend on each other.");
                labels[d] = inputs.All(i => i.Labels[d] is null) ? null : [.. inputs.SelectMany(i => LabelsOf(i, axis))];
                continue;
            }
            foreach (var other in inputs.Skip(1))
            {
                if (other.Shape[d] != shape[d]) throw c.Node.Rejected($"joins {inputs[0].ShapeText} and {other.ShapeText} on axis {axis}", "Check the model; it cannot run as it is.");
                if (labels[d] is not null || other.Labels[d] is not null)
                    labels[d] = c.Units.Join(labels[d], other.Labels[d], $"{c.Node} stacks them on axis {axis}");
            }
        }
        c.Output(shape, labels);
    }

    public override void Execute(Execution e)
    {
        var inputs = Enumerable.Range(0, e.Node.Inputs.Count).Select(e.Input).ToArray();
        e.Output(cat(inputs, e.Node.Integer("axis", 0)));
    }

    private static int[] LabelsOf(Value value, int axis) =>
        value.Labels[axis] ?? [.. Enumerable.Repeat(Value.NoUnit, (int)value.Shape[axis])];
}
