using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

public sealed class GlobalAveragePoolOperator : Operator
{
    public override string Type => "GlobalAveragePool";

    public override void Couple(Coupling c)
    {
        var x = c.Input(0);
        foreach (var labels in x.Labels.Skip(2)) c.Units.Fix(labels, $"{c.Node} averages over them");
        var labelsOut = new int[]?[x.Rank];
        labelsOut[1] = x.Labels[1];
        c.Output([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1L, x.Rank - 2)], labelsOut);
    }

    public override void Execute(Execution e)
    {
        var x = e.Input(0);
        e.Output(x.mean([.. Enumerable.Range(2, (int)x.dim() - 2).Select(d => (long)d)], keepdim: true));
    }
}
