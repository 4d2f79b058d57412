using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Two dimensions out of many: one channel becomes its block of H·W consecutive positions.</summary>
public sealed class FlattenOperator : Operator
{
    public override string Type => "Flatten";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var axis = c.Node.Integer("axis", 1);
        if (axis < 0) axis += x.Rank;
        if (axis != 1) throw c.Node.Rejected($"flattens from axis {axis}", "Only the batch can stay in front: axis 1.");
        long[] shape = [x.Shape[0], Size(x.Shape[1..])];
        c.Output(shape, Regrouping.Follow(c, x, shape));
    }

    public override void Execute(Execution e) => e.Output(e.Input(0).flatten(1));

    private static long Size(long[] shape) =>
        shape.Contains(Value.Unknown) ? Value.Unknown : shape.Aggregate(1L, (a, b) => a * b);
}
