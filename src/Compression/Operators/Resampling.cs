using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>How Resize maps positions of its result to its input, and weighs their neighbours (ONNX operator set 19).</summary>
internal sealed record Resampling(string Mode, string Coordinates, string Rounding, double CubicA, bool ExcludesOutside)
{
    /// <exception cref="RejectedException">The node asks for a mode that is not supported.</exception>
    public static Resampling Of(Node node)
    {
        if (node.Integer("antialias", 0) != 0) throw node.Rejected("resizes with antialias", "Export the model without antialias.");
        if (node.Text("keep_aspect_ratio_policy", "stretch") is not "stretch" and var policy)
            throw node.Rejected($"keeps the aspect ratio by {policy}", "Export the model with the sizes themselves.");
        var isFirst = node.Version < 11;
        var resampling = new Resampling(
            node.Text("mode", "nearest"),
            node.Text("coordinate_transformation_mode", isFirst ? "asymmetric" : "half_pixel"),
            node.Text("nearest_mode", isFirst ? "simple" : "round_prefer_floor"),
            node.Real("cubic_coeff_a", -0.75f),
            node.Integer("exclude_outside", 0) != 0);
        if (resampling.Mode is not ("nearest" or "linear" or "cubic"))
            throw node.Rejected($"resizes by {resampling.Mode}", "Only nearest, linear and cubic are supported.");
        if (resampling.Rounding is not ("simple" or "round_prefer_floor" or "round_prefer_ceil" or "floor" or "ceil"))
            throw node.Rejected($"rounds by {resampling.Rounding}", "Only the rounding modes of the ONNX standard are supported.");
        if (resampling.Coordinates is not ("half_pixel" or "half_pixel_symmetric" or "pytorch_half_pixel" or "align_corners" or "asymmetric" or "tf_half_pixel_for_nn"))
            throw node.Rejected($"maps coordinates by {resampling.Coordinates}", "Export the model with half_pixel, asymmetric or align_corners.");
        return resampling;
    }

    public Tensor Along(Tensor x, int axis, float scale, long size)
    {
        var from = x.shape[axis];
        if (Mode == "nearest")
        {
            var nearest = new long[size];
            for (var i = 0; i < size; i++) nearest[i] = Math.Clamp(Rounded(Position(i, from, size, scale), scale), 0, from - 1);
            return x.index_select(axis, tensor(nearest, ScalarType.Int64));
        }
        var weights = new float[size * from];
        for (var i = 0; i < size; i++) Weigh(Position(i, from, size, scale), weights.AsSpan((int)(i * from), (int)from));
        return x.transpose(axis, -1).matmul(TorchMemory.Of(weights, size, from).t()).transpose(axis, -1);
    }

    private double Position(long i, long from, long to, double scale) => Coordinates switch
    {
        "asymmetric" => i / scale,
        "align_corners" => to == 1 ? 0 : i * (from - 1.0) / (to - 1),
        "pytorch_half_pixel" => to == 1 ? 0 : ((i + 0.5) / scale) - 0.5,
        "tf_half_pixel_for_nn" => (i + 0.5) / scale,
        "half_pixel_symmetric" => (from / 2.0 * (1 - (to / (from * scale)))) + ((i + 0.5) / scale) - 0.5,
        _ => ((i + 0.5) / scale) - 0.5,
    };

    private long Rounded(double position, float scale) => Rounding switch
    {
        "floor" => (long)Math.Floor(position),
        "ceil" => (long)Math.Ceiling(position),
        "round_prefer_ceil" => (long)Math.Floor(position + 0.5),
        "simple" => scale < 1 ? (long)Math.Ceiling(position) : (long)Math.Floor(position),
        _ => (long)Math.Ceiling(position - 0.5),
    };

    private void Weigh(double position, Span<float> weights)
    {
        var last = weights.Length - 1;
        if (Mode == "linear")
        {
            position = Math.Clamp(position, 0, last);
            var (low, part) = ((int)position, (float)(position - (int)position));
            weights[low] += 1 - part;
            if (part > 0) weights[low + 1] += part;
            return;
        }
        var first = (int)Math.Floor(position) - 1;
        var total = 0.0;
        for (var k = first; k < first + 4; k++)
        {
            if (ExcludesOutside && (k < 0 || k > last)) continue;
            var weight = Cubic(Math.Abs(position - k));
            weights[Math.Clamp(k, 0, last)] += (float)weight;
            total += weight;
        }
        if (!ExcludesOutside) return;
        foreach (ref var weight in weights) weight /= (float)total;
    }

    /// <summary>Keys' cubic convolution kernel (1981) at distance d.</summary>
    private double Cubic(double d) => d <= 1
        ? ((((CubicA + 2) * d) - (CubicA + 3)) * d * d) + 1
        : d < 2 ? ((((CubicA * d) - (5 * CubicA)) * d) + (8 * CubicA)) * d - (4 * CubicA) : 0;
}
