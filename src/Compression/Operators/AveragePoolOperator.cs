using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Mean over a window; `count_include_pad` says whether padding counts.</summary>
public sealed class AveragePoolOperator : PoolOperator
{
    public override string Type => "AveragePool";

    private protected override Tensor Pool(Tensor x, Window window, Node node)
    {
        if (window.Dilations.Any(d => d != 1)) throw node.Rejected("has dilations", "Only pools without dilation are supported.");
        var countsPads = node.Integer("count_include_pad", 0) == 1;
        if (window.IsSymmetric && window.Before.Zip(window.Kernel).All(p => p.First <= p.Second / 2))
            return Average(x, window, window.Before, countsPads);
        var padded = Average(nn.functional.pad(x, window.TorchPads()), window, new long[window.Before.Length], countsPads: true);
        if (countsPads) return padded;
        // Share of each window that lies on values: the mean over those alone is the padded mean divided by it.
        var share = Average(nn.functional.pad(ones_like(x), window.TorchPads()), window, new long[window.Before.Length], countsPads: true);
        return padded / share;
    }

    private static Tensor Average(Tensor x, Window window, long[] pads, bool countsPads) => window.Kernel.Length switch
    {
        1 => nn.functional.avg_pool1d(x, window.Kernel[0], window.Strides[0], pads[0], window.Ceiling, countsPads),
        2 => nn.functional.avg_pool2d(x, window.Kernel, window.Strides, pads, window.Ceiling, countsPads),
        _ => nn.functional.avg_pool3d(x, window.Kernel, window.Strides, pads, window.Ceiling, countsPads),
    };
}
