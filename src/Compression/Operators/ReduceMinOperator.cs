using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class ReduceMinOperator : ReduceOperator
{
    public override string Type => "ReduceMin";

    protected override Tensor Reduce(Tensor x, long[] axes, bool keeps) => x.amin(axes, keeps);
}
