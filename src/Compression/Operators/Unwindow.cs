using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Strides, dilations, leading pads and output sizes of a transposed convolution, resolved for its input's size.</summary>
internal sealed record Unwindow(long[] Strides, long[] Dilations, long[] Before, long[] Output)
{
    public static Unwindow Of(Node node, long[] input, long[] kernel)
    {
        var rank = kernel.Length;
        var strides = node.Integers("strides") ?? [.. Enumerable.Repeat(1L, rank)];
        var dilations = node.Integers("dilations") ?? [.. Enumerable.Repeat(1L, rank)];
        var pads = node.Integers("pads") ?? new long[2 * rank];
        var extra = node.Integers("output_padding") ?? new long[rank];
        var sizes = node.Integers("output_shape");
        // Some exporters give the sizes of batch and channels too.
        if (sizes?.Length == rank + 2) sizes = sizes[2..];
        if (strides.Length != rank || dilations.Length != rank || pads.Length != 2 * rank || extra.Length != rank || (sizes ?? kernel).Length != rank)
            throw node.Rejected($"has a window of another rank than its kernel's {rank}", "Export the model again.");
        if (pads.Any(p => p < 0) || extra.Any(p => p < 0) || strides.Any(s => s < 1) || dilations.Any(d => d < 1) || kernel.Any(k => k < 1))
            throw node.Rejected("has a negative pad, or a stride, dilation or kernel below 1", "Export the model again.");
        var auto = node.Text("auto_pad", "NOTSET");
        var (before, output) = (new long[rank], new long[rank]);
        for (var d = 0; d < rank; d++)
        {
            var size = input[d + 2];
            if (size < 0)
            {
                output[d] = Value.Batch;
                continue;
            }
            var full = checked(((size - 1) * strides[d]) + ((kernel[d] - 1) * dilations[d]) + 1 + extra[d]);
            if (sizes is null && !auto.StartsWith("SAME", StringComparison.Ordinal))
            {
                (before[d], output[d]) = (pads[d], full - pads[d] - pads[d + rank]);
            }
            else
            {
                output[d] = sizes?[d] ?? size * strides[d];
                var total = Math.Max(0, full - output[d]);
                before[d] = auto == "SAME_UPPER" ? total / 2 : total - (total / 2);
            }
            if (output[d] < 1) throw node.Rejected("has larger pads than its result", "Check the model; it cannot run as it is.");
        }
        return new Unwindow(strides, dilations, before, output);
    }
}
