using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

public sealed class MaxPoolOperator : PoolOperator
{
    public override string Type => "MaxPool";

    private protected override Tensor Pool(Tensor x, Window window, Node node)
    {
        var pads = window.Before;
        if (!window.IsSymmetric || pads.Zip(window.Kernel).Any(p => p.First > p.Second / 2))
        {
            x = nn.functional.pad(x, window.TorchPads(), value: float.NegativeInfinity);
            pads = new long[pads.Length];
        }
        return window.Kernel.Length switch
        {
            1 => nn.functional.max_pool1d(x, window.Kernel[0], window.Strides[0], pads[0], window.Dilations[0], window.Ceiling),
            2 => nn.functional.max_pool2d(x, window.Kernel, window.Strides, pads, window.Dilations, window.Ceiling),
            _ => nn.functional.max_pool3d(x, window.Kernel, window.Strides, pads, window.Dilations, window.Ceiling),
        };
    }
}
