using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// Two convolutions and a hidden layer, 93 962 parameters, on 8×8 grey images: many more than the task needs,
/// so that there is something to remove.
/// </summary>
internal static class DigitsNet
{
    public static ModelProto Build(ZooRequest request)
    {
        var (first, second, hidden) = (request.Units(32), request.Units(64), request.Units(128));
        var b = new OnnxBuilder("digits", new SplitMix64(request.Seed));
        var x = b.Input("image", 1, 8, 8);
        x = b.Relu("relu1", b.Conv("conv1", x, channels: 1, filters: first, kernel: 3, pad: 1));
        x = b.HalvingMaxPool("pool", b.Relu("relu2", b.Conv("conv2", x, channels: first, filters: second, kernel: 3)));
        x = b.Relu("relu3", b.Dense("fc1", b.Flatten("flatten", x), inputs: second * 3 * 3, units: hidden));
        return b.Build(b.Scores("scores", x, inputs: hidden, request.Classes), request.Classes);
    }
}
