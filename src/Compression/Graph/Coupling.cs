namespace DeepIoT.Compression.Graph;

/// <summary>
/// What an operator sees when it says how its outputs are shaped and which units are tied to which: the node, its
/// input values and weights, and the table of units.
/// </summary>
public sealed class Coupling(Node node, CouplingPass pass)
{
    public Node Node { get; } = node;

    public UnitTable Units => pass.Units;

    public Value Input(int index) => pass.ValueOf(Node, index);

    public bool IsWeight(int index) => Node.HasInput(index) && pass.Weights.ContainsKey(Node.Inputs[index]);

    /// <summary>The initializer behind an input that must be one.</summary>
    public Weight Weight(int index, string meaning)
    {
        if (!IsWeight(index))
            throw Node.Rejected($"takes its {meaning} from another node", $"Export the model with a constant {meaning}.");
        return pass.Weights[Node.Inputs[index]];
    }

    /// <inheritdoc cref="CouplingPass.MayFollow"/>
    public bool MayFollow(long elements) => pass.MayFollow(elements);

    /// <summary>States that a weight's dimension is owned by these units, index by index; null means by none.</summary>
    public void Own(Weight weight, int dimension, int[]? labels, SlotRole role) =>
        pass.Own(weight, dimension, labels, new Slot(weight, dimension, role, Node));

    /// <summary>States that the node sums over the units along this axis of its input: there a gate is exact.</summary>
    public void Consume(int index, int axis)
    {
        if (Input(index).Labels[axis] is { } labels) pass.Consume(Node.Inputs[index], axis, labels);
    }

    public void Output(long[] shape, int[]?[] labels, int index = 0)
    {
        if (index < Node.Outputs.Count && Node.Outputs[index].Length > 0)
            pass.Define(Node, new Value(Node.Outputs[index], shape, labels));
    }

    /// <summary>Passes an input through unchanged in shape and units.</summary>
    public void Pass(int index = 0) => Output(Input(index).Shape, Input(index).Labels);

    /// <summary>Integers that early operator sets give as an attribute and later ones as a constant input; null when absent.</summary>
    public long[]? Integers(string attribute, int index, string meaning) =>
        Node.Integers(attribute) ?? (Node.HasInput(index) ? Weight(index, meaning).Integers : null);

    /// <summary>Numbers that early operator sets give as an attribute and later ones as a constant input; null when absent.</summary>
    public float[]? Reals(string attribute, int index, string meaning) =>
        Node.Reals(attribute) ?? (Node.HasInput(index) ? Weight(index, meaning).Reals : null);

    /// <summary>An axis attribute or input counted from the end when negative.</summary>
    public int Axis(long axis, int rank)
    {
        var positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank)
            throw Node.Rejected($"has axis {axis} on a tensor of rank {rank}", "Export the model again.");
        return (int)positive;
    }
}
