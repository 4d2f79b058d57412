using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Zoo;

/// <summary>The zoo's networks, the large ones narrow enough for tests that take no notice of their size.</summary>
internal static class Small
{
    private static readonly Dictionary<string, double> Widths = new()
    {
        ["vgg16"] = 0.1,
        ["vgg16-plain"] = 0.1,
        ["bilstm"] = 0.05,
        ["bilstm-narrow"] = 0.25,
        ["deepsense-activity"] = 0.25,
        ["deepsense-user"] = 0.25,
    };

    /// <param name="part">Of the small width.</param>
    public static ModelProto Build(string name, double part = 1, ulong seed = 1) =>
        ModelZoo.Find(name).Build(seed, part * Widths.GetValueOrDefault(name, 1));
}
