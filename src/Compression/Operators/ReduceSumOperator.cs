using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ReduceSumOperator : ReduceOperator
{
    public override string Type => "ReduceSum";

    protected override bool IgnoresZeros => true;

    protected override Tensor Reduce(Tensor x, long[] axes, bool keeps) => x.sum(axes, keeps);
}
