namespace DeepIoT.Compression.Zoo;

/// <summary>The layers of the zoo's networks, each with its initialisation.</summary>
internal static class Layers
{
    /// <summary>Square convolution; He et al. 2015 for the ReLU that follows.</summary>
    public static string Conv(this OnnxBuilder builder, string name, string x, long channels, long filters, long kernel, long pad = 0) =>
        builder.Node(
            "Conv",
            name,
            [
                x,
                builder.Uniform($"{name}.weight", Math.Sqrt(6.0 / (channels * kernel * kernel)), filters, channels, kernel, kernel),
                builder.Filled($"{name}.bias", 0, filters),
            ],
            OnnxBuilder.Sizes("kernel_shape", kernel, kernel),
            OnnxBuilder.Sizes("pads", pad, pad, pad, pad));

    public static string Relu(this OnnxBuilder builder, string name, string x) => builder.Node("Relu", name, [x]);

    public static string HalvingMaxPool(this OnnxBuilder builder, string name, string x) =>
        builder.Node("MaxPool", name, [x], OnnxBuilder.Sizes("kernel_shape", 2, 2), OnnxBuilder.Sizes("strides", 2, 2));

    public static string Flatten(this OnnxBuilder builder, string name, string x) => builder.Node("Flatten", name, [x]);

    /// <summary>A dense layer before a ReLU: He et al. 2015.</summary>
    public static string Dense(this OnnxBuilder builder, string name, string x, long inputs, long units) =>
        Dense(builder, name, x, inputs, units, 6.0 / inputs);

    /// <summary>The last layer, whose sums are the class scores: Glorot and Bengio 2010.</summary>
    public static string Scores(this OnnxBuilder builder, string name, string x, long inputs, long classes) =>
        Dense(builder, name, x, inputs, classes, 6.0 / (inputs + classes));

    private static string Dense(OnnxBuilder builder, string name, string x, long inputs, long units, double squaredBound) =>
        builder.Node(
            "Gemm",
            name,
            [x, builder.Uniform($"{name}.weight", Math.Sqrt(squaredBound), units, inputs), builder.Filled($"{name}.bias", 0, units)],
            OnnxBuilder.Integer("transB", 1));
}
