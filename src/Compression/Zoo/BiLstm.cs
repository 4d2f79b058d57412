using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// Speech to tokens for CTC (Graves et al. 2006): one stack of LSTMs runs forward and one backward over the frames, and
/// a dense layer scores both at each frame, class 0 being the blank: [N, frames, bands] to [N, frames, classes].
/// DeepIoT's paper has five layers of 512 a direction and 19.0 M parameters, which only stacks that meet at their ends
/// have: layers that see both directions of the one below would need 27 M.
/// </summary>
internal static class BiLstm
{
    public const int Frames = 64, Bands = 40;

    private static readonly string[] Directions = ["forward", "reverse"];

    public static ModelProto Build(ZooRequest request, int layers, int published, int bands = Bands)
    {
        var units = request.Units(published);
        var b = new OnnxBuilder("bilstm", new SplitMix64(request.Seed));
        var frames = b.Node("Transpose", "time_first", [b.Input("frames", Frames, bands)], OnnxBuilder.Sizes("perm", 1, 0, 2));
        var ends = Directions.Select(direction =>
        {
            var x = frames;
            for (var layer = 1; layer <= layers; layer++)
                x = b.Lstm($"{direction}{layer}", x, inputs: layer == 1 ? bands : units, units, direction);
            return x;
        });
        var both = b.Node("Concat", "both", ends, OnnxBuilder.Integer("axis", 2));
        both = b.Node("Transpose", "batch_first", [both], OnnxBuilder.Sizes("perm", 1, 0, 2));
        return b.Build(b.ScoresPerStep("scores", both, inputs: 2 * units, request.Classes), Frames, request.Classes);
    }
}
