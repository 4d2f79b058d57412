using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// VGG-16 on 32×32 colour images: thirteen convolutions of 3×3 in five groups, each halved by a maximum, and two hidden
/// layers of 4096. Simonyan and Zisserman 2015; without normalisation 33 638 218 parameters at width 1. DeepIoT's paper
/// lists these layers and 29.7 M parameters, which they exceed: the convolutions and the second hidden layer alone have 31.5 M.
/// </summary>
internal static class Vgg16
{
    private const int Hidden = 4096;

    private static readonly int[][] Groups = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    /// <param name="isNormalised">With a normalisation behind each convolution, without which so deep a chain learns slowly.</param>
    public static ModelProto Build(ZooRequest request, bool isNormalised)
    {
        var b = new OnnxBuilder("vgg16", new SplitMix64(request.Seed));
        var x = b.Input("image", 3, 32, 32);
        var channels = 3L;
        foreach (var (g, group) in Groups.Index())
        {
            foreach (var (i, filters) in group.Index())
            {
                var place = $"{g + 1}_{i + 1}";
                x = b.Conv($"conv{place}", x, channels, request.Units(filters), kernel: 3, pad: 1);
                channels = request.Units(filters);
                if (isNormalised) x = b.BatchNormalization($"norm{place}", x, channels);
                x = b.Relu($"relu{place}", x);
            }
            x = b.HalvingMaxPool($"pool{g + 1}", x);
        }
        var hidden = request.Units(Hidden);
        x = b.Relu("relu_fc1", b.Dense("fc1", b.Flatten("flatten", x), inputs: channels, units: hidden));
        x = b.Relu("relu_fc2", b.Dense("fc2", x, inputs: hidden, units: hidden));
        return b.Build(b.Scores("scores", x, inputs: hidden, request.Classes), request.Classes);
    }
}
