using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>The layers of the zoo's networks, each with its initialisation.</summary>
internal static class Layers
{
    /// <summary>Square convolution; He et al. 2015 for the ReLU that follows.</summary>
    public static string Conv(this OnnxBuilder builder, string name, string x, long channels, long filters, long kernel, long pad = 0) =>
        builder.Conv(name, x, channels, filters, [kernel, kernel], [1, 1], [pad, pad, pad, pad]);

    /// <summary>Convolution over as many axes as the kernel has; He et al. 2015 for the ReLU that follows.</summary>
    /// <param name="pads">Before each axis, then behind each.</param>
    public static string Conv(
        this OnnxBuilder builder, string name, string x, long channels, long filters, long[] kernel, long[] strides, long[] pads)
    {
        string[] inputs =
        [
            x,
            builder.Uniform($"{name}.weight", Math.Sqrt(6.0 / (channels * Dimensions.Product(kernel))), [filters, channels, .. kernel]),
            builder.Filled($"{name}.bias", 0, filters),
        ];
        var shape = OnnxBuilder.Sizes("kernel_shape", kernel);
        return strides.All(stride => stride == 1)
            ? builder.Node("Conv", name, inputs, shape, OnnxBuilder.Sizes("pads", pads))
            : builder.Node("Conv", name, inputs, shape, OnnxBuilder.Sizes("pads", pads), OnnxBuilder.Sizes("strides", strides));
    }

    /// <summary>Ioffe and Szegedy 2015, the second axis being that of the channels.</summary>
    public static string BatchNormalization(this OnnxBuilder builder, string name, string x, long channels) => builder.Node(
        "BatchNormalization",
        name,
        [
            x,
            builder.Filled($"{name}.scale", 1, channels),
            builder.Filled($"{name}.shift", 0, channels),
            builder.Filled($"{name}.mean", 0, channels),
            builder.Filled($"{name}.variance", 1, channels),
        ]);

    /// <summary>[time, N, inputs] to [time, N, units]; the reset gate acts behind the recurrent matrix.</summary>
    public static string Gru(this OnnxBuilder builder, string name, string x, long inputs, long units) =>
        Recurrent(builder, "GRU", name, x, inputs, units, new float[6 * units], OnnxBuilder.Integer("linear_before_reset", 1));

    /// <summary>
    /// [time, N, inputs] to [time, N, units]. The forget gates start open, by a bias of 1: Jozefowicz et al. 2015.
    /// </summary>
    /// <param name="direction">`forward` or `reverse`.</param>
    public static string Lstm(this OnnxBuilder builder, string name, string x, long inputs, long units, string direction)
    {
        // Gates are in the order input, output, forget, cell; the recurrent biases come behind these four.
        var biases = new float[8 * units];
        biases.AsSpan((int)(2 * units), (int)units).Fill(1);
        return Recurrent(builder, "LSTM", name, x, inputs, units, biases, OnnxBuilder.Text("direction", direction));
    }

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

    /// <summary>The last layer at each step, [N, time, inputs] to [N, time, classes]; Glorot and Bengio 2010.</summary>
    public static string ScoresPerStep(this OnnxBuilder builder, string name, string x, long inputs, long classes)
    {
        var sums = builder.Node("MatMul", $"{name}.product", [x, builder.Uniform($"{name}.weight", Math.Sqrt(6.0 / (inputs + classes)), inputs, classes)]);
        return builder.Node("Add", name, [sums, builder.Filled($"{name}.bias", 0, classes)]);
    }

    private static string Dense(OnnxBuilder builder, string name, string x, long inputs, long units, double squaredBound) =>
        builder.Node(
            "Gemm",
            name,
            [x, builder.Uniform($"{name}.weight", Math.Sqrt(squaredBound), units, inputs), builder.Filled($"{name}.bias", 0, units)],
            OnnxBuilder.Integer("transB", 1));

    /// <summary>Weights uniform within 1/√units, as Torch has them, and the given biases of input and state.</summary>
    private static string Recurrent(
        OnnxBuilder builder, string type, string name, string x, long inputs, long units, float[] biases, AttributeProto attribute)
    {
        var (rows, bound) = (biases.Length / 2, 1 / Math.Sqrt(units));
        var steps = builder.Node(
            type,
            name,
            [
                x,
                builder.Uniform($"{name}.weight", bound, 1, rows, inputs),
                builder.Uniform($"{name}.recurrent", bound, 1, rows, units),
                builder.Constant($"{name}.bias", biases, 1, biases.Length),
            ],
            OnnxBuilder.Integer("hidden_size", units), attribute);
        return builder.Node("Squeeze", $"{name}_steps", [steps, builder.Integers($"{name}_steps.axes", 1)]);
    }
}
