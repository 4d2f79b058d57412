using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ReduceMeanOperator : ReduceOperator
{
    public override string Type => "ReduceMean";

    protected override Tensor Reduce(Tensor x, long[] axes, bool keeps) => x.mean(axes, keeps);
}
