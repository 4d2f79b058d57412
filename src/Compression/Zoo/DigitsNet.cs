using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// Two convolutions and a hidden layer, 93 962 parameters, on 8×8 grey images: many more than the task needs,
/// so that there is something to remove.
/// </summary>
internal static class DigitsNet
{
    public static ModelProto Build(ulong seed)
    {
        var b = new OnnxBuilder("digits", new SplitMix64(seed));
        var x = b.Input("image", 1, 8, 8);
        x = b.Relu("relu1", b.Conv("conv1", x, channels: 1, filters: 32, kernel: 3, pad: 1));
        x = b.HalvingMaxPool("pool", b.Relu("relu2", b.Conv("conv2", x, channels: 32, filters: 64, kernel: 3)));
        x = b.Relu("relu3", b.Dense("fc1", b.Flatten("flatten", x), inputs: 64 * 3 * 3, units: 128));
        return b.Build(b.Scores("scores", x, inputs: 128, classes: 10), 10);
    }
}
