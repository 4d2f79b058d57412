using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class LogSoftmaxOperator : SoftmaxOperator
{
    public override string Type => "LogSoftmax";

    protected override Tensor Apply(Tensor x, long axis) => nn.functional.log_softmax(x, axis);
}
