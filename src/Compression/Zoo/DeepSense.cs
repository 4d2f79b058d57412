using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// DeepSense (Yao et al., WWW 2017) with the sizes of the program that DeepIoT's authors released: each sensor has a
/// branch of three convolutions along its spectrum; the branches are stacked on a sensor axis, which ties the filters of
/// their ends, and go through three more convolutions, two GRUs over the intervals and a mean over time.
/// </summary>
/// <remarks>
/// 516 726 parameters at width 1 for six classes, 720 of them the second biases that ONNX gives a GRU. The paper's
/// 472.5 K is, to a thousandth, the same without the first GRU's recurrent matrix (43 200). As in Torch, the reset gate
/// acts behind the recurrent matrix, which fused kernels ask for.
/// </remarks>
internal static class DeepSense
{
    public const int Sensors = 2, Intervals = 20, SpectralSamples = 10;

    /// <summary>Three axes, each with a real and an imaginary part.</summary>
    public const int ValuesPerSample = 3 * 2;

    private const int Filters = 64, Recurrent = 120;

    /// <summary>Positions along the spectrum that three unpadded convolutions of three samples leave.</summary>
    private const int Positions = SpectralSamples - 6;

    /// <summary>Sizes along the spectrum of the kernels behind the stack; across the sensors they have 2.</summary>
    private static readonly long[] Merging = [8, 6, 4];

    public static IReadOnlyList<long> Input { get; } = [Sensors, Intervals, SpectralSamples * ValuesPerSample];

    public static ModelProto Build(ZooRequest request)
    {
        var (filters, hidden) = (request.Units(Filters), request.Units(Recurrent));
        var b = new OnnxBuilder("deepsense", new SplitMix64(request.Seed));
        string[] sensors = b.Node("Split", "sensors", [b.Input("spectra", Input)], ["acc", "gyro"], OnnxBuilder.Integer("axis", 1));
        var axis = b.Integers("sensor_axis", 3);
        var ends = sensors.Select(sensor => b.Node("Unsqueeze", $"{sensor}_end", [Branch(b, sensor, filters), axis]));
        var x = b.Node("Concat", "stack", ends, OnnxBuilder.Integer("axis", 3));
        foreach (var (i, along) in Merging.Index())
            x = Normalised(b, "merge", i + 1, b.Conv($"merge_conv{i + 1}", x, filters, filters, [1, 2, along], [1, 1, 1], SamePads(1, 2, along)), filters);
        x = b.Node("Transpose", "time_first", [x], OnnxBuilder.Sizes("perm", 2, 0, 1, 3, 4));
        x = b.Node("Reshape", "features", [x, b.Integers("features_shape", 0, 0, -1)]);
        x = b.Gru("gru1", x, inputs: filters * Sensors * Positions, units: hidden);
        x = b.Gru("gru2", x, inputs: hidden, units: hidden);
        x = b.Node("ReduceMean", "mean", [x], OnnxBuilder.Sizes("axes", 0), OnnxBuilder.Integer("keepdims", 0));
        return b.Build(b.Scores("scores", x, inputs: hidden, request.Classes), request.Classes);
    }

    /// <summary>[N, 1, intervals, spectrum] to [N, filters, intervals, positions]; each interval by itself.</summary>
    private static string Branch(OnnxBuilder b, string sensor, long filters)
    {
        var x = b.Conv($"{sensor}_conv1", sensor, 1, filters, [1, 3 * ValuesPerSample], [1, ValuesPerSample], [0, 0, 0, 0]);
        x = Normalised(b, sensor, 1, x, filters);
        for (var i = 2; i <= 3; i++)
            x = Normalised(b, sensor, i, b.Conv($"{sensor}_conv{i}", x, filters, filters, [1, 3], [1, 1], [0, 0, 0, 0]), filters);
        return x;
    }

    private static string Normalised(OnnxBuilder b, string part, int place, string x, long channels) =>
        b.Relu($"{part}_relu{place}", b.BatchNormalization($"{part}_norm{place}", x, channels));

    /// <summary>Pads that keep the size; of an odd number the larger half comes behind.</summary>
    private static long[] SamePads(params long[] kernel) => [.. kernel.Select(k => (k - 1) / 2), .. kernel.Select(k => k / 2)];
}
