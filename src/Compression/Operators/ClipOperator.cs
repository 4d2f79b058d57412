using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;

namespace DeepIoT.Compression.Operators;

/// <summary>Limits are attributes up to version 10 and optional constant inputs from 11 on.</summary>
public sealed class ClipOperator : Operator
{
    public override string Type => "Clip";

    public override void Couple(Coupling c)
    {
        c.Pass();
        for (var limit = 1; limit <= 2; limit++)
        {
            if (c.Node.HasInput(limit)) c.Weight(limit, "limit").IsTensor = true;
        }
    }

    public override void Execute(Execution e)
    {
        var (low, high) = (e.Optional(1), e.Optional(2));
        var x = e.Input(0);
        if (e.Node.Version < 11) x = x.clamp(Number(e.Node.Real("min", float.MinValue)), Number(e.Node.Real("max", float.MaxValue)));
        if (low is not null) x = x.maximum(low);
        if (high is not null) x = x.minimum(high);
        e.Output(x);
    }
}
