using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class GlobalAveragePoolOperator : GlobalPoolOperator
{
    public override string Type => "GlobalAveragePool";

    protected override Tensor Pool(Tensor x, long[] axes) => x.mean(axes, keepdim: true);
}
