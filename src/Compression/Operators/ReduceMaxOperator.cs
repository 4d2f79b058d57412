using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ReduceMaxOperator : ReduceOperator
{
    public override string Type => "ReduceMax";

    protected override Tensor Reduce(Tensor x, long[] axes, bool keeps) => x.amax(axes, keeps);
}
