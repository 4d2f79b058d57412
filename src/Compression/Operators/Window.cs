using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>Kernel, strides, dilations and padding of a convolution or pool, resolved for its input's size.</summary>
internal sealed record Window(long[] Kernel, long[] Strides, long[] Dilations, long[] Before, long[] After, bool Ceiling)
{
    public bool IsSymmetric => Before.AsSpan().SequenceEqual(After);

    public bool IsPadded => Before.Any(p => p > 0) || After.Any(p => p > 0);

    public static Window Of(Node node, long[] input, long[] kernel)
    {
        var rank = kernel.Length;
        var strides = node.Integers("strides") ?? Ones(rank);
        var dilations = node.Integers("dilations") ?? Ones(rank);
        var pads = node.Integers("pads") ?? new long[2 * rank];
        if (input.Length != rank + 2 || strides.Length != rank || dilations.Length != rank || pads.Length != 2 * rank)
            throw node.Rejected($"has a window of rank {rank} on an input of rank {input.Length}", "Export the model again.");
        if (pads.Any(p => p < 0) || strides.Any(s => s < 1) || dilations.Any(d => d < 1) || kernel.Any(k => k < 1))
            throw node.Rejected("has a negative pad, or a stride, dilation or kernel below 1", "Export the model again.");
        var (before, after) = (pads[..rank], pads[rank..]);
        var auto = node.Text("auto_pad", "NOTSET");
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            for (var d = 0; d < rank; d++)
            {
                var size = input[d + 2];
                var covered = (((size + strides[d] - 1) / strides[d]) - 1) * strides[d];
                var total = Math.Max(0, covered + ((kernel[d] - 1) * dilations[d]) + 1 - size);
                (before[d], after[d]) = auto == "SAME_UPPER" ? (total / 2, total - (total / 2)) : (total - (total / 2), total / 2);
            }
        }
        return new Window(kernel, strides, dilations, before, after, node.Integer("ceil_mode", 0) == 1);
    }

    /// <summary>Sizes of the output along the axes after batch and channels.</summary>
    public long[] Output(Node node, long[] input)
    {
        var output = new long[Kernel.Length];
        for (var d = 0; d < output.Length; d++)
        {
            if (input[d + 2] < 0) output[d] = Value.Batch;
            else
            {
                var room = input[d + 2] + Before[d] + After[d] - (((Kernel[d] - 1) * Dilations[d]) + 1);
                if (room < 0) throw node.Rejected($"has a kernel larger than its input {Value.Describe(input)}", "Check the model; it cannot run as it is.");
                output[d] = ((room + (Ceiling ? Strides[d] - 1 : 0)) / Strides[d]) + 1;
                // A window must start inside the input or its leading pad.
                if (Ceiling && (output[d] - 1) * Strides[d] >= input[d + 2] + Before[d]) output[d]--;
            }
        }
        return output;
    }

    /// <summary>Pads in the order that Torch wants: last axis first, before and after.</summary>
    public long[] TorchPads() => [.. Enumerable.Range(0, Kernel.Length).Reverse().SelectMany(d => new[] { Before[d], After[d] })];

    private static long[] Ones(int rank) => [.. Enumerable.Repeat(1L, rank)];
}
