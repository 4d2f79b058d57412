using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>An operator that works on every element alone: units pass through.</summary>
public abstract class UnaryOperator : Operator
{
    public override void Couple(Coupling c) => c.Pass();

    public override void Execute(Execution e) => e.Output(Apply(e.Input(0), e.Node));

    protected abstract Tensor Apply(Tensor x, Node node);
}
