using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class GlobalMaxPoolOperator : GlobalPoolOperator
{
    public override string Type => "GlobalMaxPool";

    protected override Tensor Pool(Tensor x, long[] axes) => x.amax(axes, keepdim: true);
}
