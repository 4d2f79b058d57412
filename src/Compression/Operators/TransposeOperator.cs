using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

public sealed class TransposeOperator : Operator
{
    public override string Type => "Transpose";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        var order = OrderOf(c.Node, x.Rank);
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Rank).Select(d => (long)d)))
            throw c.Node.Rejected($"has perm [{string.Join(", ", order)}] for {x.ShapeText}", "Export the model again.");
        c.Output([.. order.Select(d => x.Shape[d])], [.. order.Select(d => x.Labels[d])]);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        e.Output(x.permute(OrderOf(e.Node, (int)x.dim())));
    }

    private static long[] OrderOf(Node node, int rank) =>
        node.Integers("perm") ?? [.. Enumerable.Range(0, rank).Reverse().Select(d => (long)d)];
}
