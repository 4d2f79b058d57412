using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// LeNet-5 in the form that the pruning literature compresses (20 and 50 filters of 5×5, 500 hidden units):
/// 431 080 parameters on 28×28 grey images. LeCun et al. 1998; the widths are those of Caffe's example.
/// </summary>
internal static class LeNet5
{
    public static ModelProto Build(ZooRequest request)
    {
        var (first, second, hidden) = (request.Units(20), request.Units(50), request.Units(500));
        var b = new OnnxBuilder("lenet5", new SplitMix64(request.Seed));
        var x = b.Input("image", 1, 28, 28);
        x = b.HalvingMaxPool("pool1", b.Relu("relu1", b.Conv("conv1", x, channels: 1, filters: first, kernel: 5)));
        x = b.HalvingMaxPool("pool2", b.Relu("relu2", b.Conv("conv2", x, channels: first, filters: second, kernel: 5)));
        x = b.Relu("relu3", b.Dense("fc1", b.Flatten("flatten", x), inputs: second * 4 * 4, units: hidden));
        return b.Build(b.Scores("scores", x, inputs: hidden, request.Classes), request.Classes);
    }
}
