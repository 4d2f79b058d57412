using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using static DeepIoT.Compression.Zoo.OnnxBuilder;

namespace DeepIoT.Compression.Tests.Identity;

/// <summary>Turns a recipe into an ONNX graph, adjusting each layer to the shape that it meets.</summary>
internal sealed class RandomGraphBuilder(GraphRecipe recipe)
{
    private readonly OnnxBuilder _onnx = new("random", new SplitMix64(recipe.Seed));
    private int _nodes;
    private string _x = "";
    private long _channels;
    private long[] _space = [];

    public ModelProto Build()
    {
        (_channels, _space) = (recipe.Channels, [.. Enumerable.Repeat((long)recipe.Side, recipe.Axes)]);
        _x = _onnx.Input("x", [_channels, .. _space]);
        foreach (var layer in recipe.Layers)
            Add(layer);
        Flatten();
        foreach (var layer in recipe.Hidden)
            Hidden(layer);
        _x = Dense(_x, 5, recipe.Last);
        _x = recipe.Last switch
        {
            1 => Node("Softmax", _x),
            2 => Node("LogSoftmax", [_x], Integer("axis", 1)),
            _ => _x,
        };
        return _onnx.Build(_x, 5);
    }

    private void Add(Layer layer)
    {
        switch (layer.Kind)
        {
            case LayerKind.Conv: Conv(layer); break;
            case LayerKind.GroupedConv: GroupedConv(layer); break;
            case LayerKind.DepthwiseConv: Depthwise(layer); break;
            case LayerKind.BatchNormalization: _x = Normalised(_x); break;
            case LayerKind.Activation: _x = Activated(_x, layer.Variant); break;
            case LayerKind.Pool: Pool(layer); break;
            case LayerKind.Residual: Residual(layer); break;
            case LayerKind.Concat: Concat(layer); break;
            case LayerKind.SpatialConcat: SpatialConcat(layer); break;
            case LayerKind.Excitation: Excitation(layer); break;
            case LayerKind.Arithmetic: Arithmetic(layer); break;
            default: Transposes(layer); break;
        }
    }

    private void Conv(Layer layer)
    {
        var (kernel, stride, dilation) = (Fitting(layer.Kernel), 1 + (layer.Variant % 2), 1 + (layer.Variant / 2 % 2));
        // Sometimes padded on one side only, sometimes by rule, which ONNX Runtime refuses together with dilation.
        var (before, after) = (layer.Variant / 4 % 3, layer.Variant / 12 % 3);
        var byRule = layer.Variant % 5 == 0;
        if (byRule || (kernel - 1) * dilation >= _space.Min()) dilation = 1;
        _x = Convolution(_x, _channels, 2 * layer.Width, kernel, layer.Variant % 3 > 0,
            [
                Sizes("strides", Spread(stride)),
                Sizes("dilations", Spread(dilation)),
                byRule ? Text("auto_pad", "SAME_UPPER") : Sizes("pads", [.. Spread(before), .. Spread(after)]),
            ]);
        _channels = 2 * layer.Width;
        Resize(n => byRule ? (n + stride - 1) / stride : ((n + before + after - ((kernel - 1) * dilation) - 1) / stride) + 1);
    }

    private void GroupedConv(Layer layer)
    {
        if (_channels % 2 != 0) Conv(layer);
        var kernel = Fitting(layer.Kernel);
        _x = Convolution(_x, _channels, 2 * layer.Width, kernel, true, [Integer("group", 2)], groups: 2);
        _channels = 2 * layer.Width;
        Resize(n => n - kernel + 1);
    }

    private void Depthwise(Layer layer)
    {
        var (kernel, each) = (Fitting(layer.Kernel), 1 + (layer.Variant % 2));
        _x = Convolution(_x, _channels, each * _channels, kernel, layer.Variant % 3 > 0, [Integer("group", _channels)], groups: _channels);
        _channels *= each;
        Resize(n => n - kernel + 1);
    }

    private void Pool(Layer layer)
    {
        var kernel = Fitting(layer.Kernel);
        var (stride, pad) = (1 + (layer.Variant % 2), kernel > 1 ? layer.Variant / 2 % 2 : 0);
        // A last window that would start behind the end is left out by Torch and counted by ONNX Runtime.
        var isCeiling = layer.Variant % 3 == 0 && stride <= kernel;
        List<AttributeProto> window = [Sizes("kernel_shape", Spread(kernel)), Sizes("strides", Spread(stride))];
        if (layer.Variant % 5 < 2)
        {
            window.Add(Sizes("pads", [.. Spread(pad), .. Spread(pad)]));
            window.Add(Integer("count_include_pad", layer.Variant / 4 % 2));
            _x = Node("AveragePool", [_x], window);
            Resize(n => ((n + (2 * pad) - kernel) / stride) + 1);
        }
        else
        {
            window.Add(Integer("ceil_mode", isCeiling ? 1 : 0));
            _x = Node("MaxPool", [_x], window);
            Resize(n => ((n - kernel + (isCeiling ? stride - 1 : 0)) / stride) + 1);
        }
    }

    /// <summary>x + f(x), or two convolutions of x added.</summary>
    private void Residual(Layer layer)
    {
        if (layer.Variant % 2 == 0)
        {
            _x = Node("Add", [_x, Same(Activated(Same(_x, _channels, 2 * layer.Width), layer.Variant), 2 * layer.Width, _channels)]);
            return;
        }
        var (from, to) = (_channels, 2 * layer.Width);
        _channels = to;
        _x = Activated(Node("Add", [Normalised(Same(_x, from, to)), Same(_x, from, to)]), layer.Variant);
    }

    private void Concat(Layer layer)
    {
        var (left, right) = (Activated(Same(_x, _channels, layer.Width), layer.Variant), Same(_x, _channels, 2));
        _x = Node("Concat", layer.Variant % 3 == 0 ? [left, _x, right] : [left, right], Integer("axis", layer.Variant % 2 == 0 ? 1 : 1 - 2 - recipe.Axes));
        _channels = layer.Width + 2 + (layer.Variant % 3 == 0 ? _channels : 0);
    }

    private void SpatialConcat(Layer layer)
    {
        if (_space[0] > 12) return;
        var width = 2 * layer.Width;
        _x = Node("Concat", [Same(_x, _channels, width), Activated(Same(_x, _channels, width), layer.Variant)], Integer("axis", 2));
        (_channels, _space) = (width, [2 * _space[0], .. _space[1..]]);
    }

    /// <summary>Channels weighed by what is seen in all of the image, as in squeeze-and-excitation.</summary>
    private void Excitation(Layer layer)
    {
        var seen = Node("GlobalAveragePool", _x);
        var hidden = Node("Relu", Convolution(seen, _channels, layer.Width, 1, true, []));
        _x = Node("Mul", [_x, Node("Sigmoid", Convolution(hidden, layer.Width, _channels, 1, true, []))]);
    }

    private void Arithmetic(Layer layer)
    {
        var constant = layer.Variant / 4 % 3 == 0
            ? _onnx.Filled(Fresh("scalar"), 0.7f, 1)
            : _onnx.Uniform(Fresh("constant"), 0.5, [_channels, .. Spread(1)]);
        _x = (layer.Variant % 4) switch
        {
            0 => Node("Add", [_x, constant]),
            1 => Node("Mul", [constant, _x]),
            2 => Node("Sub", [_x, constant]),
            _ => Node("Div", [_x, _onnx.Filled(Fresh("divisor"), 1.3f, [_channels, .. Spread(1)])]),
        };
    }

    private void Transposes(Layer layer)
    {
        long[] there = recipe.Axes == 1 ? [0, 2, 1] : [0, 2, 3, 1];
        long[] back = recipe.Axes == 1 ? [0, 2, 1] : [0, 3, 1, 2];
        var turned = Activated(Node("Transpose", [_x], Sizes("perm", there)), layer.Variant);
        _x = Node("Transpose", [turned], Sizes("perm", back));
    }

    private void Flatten()
    {
        if (recipe.Head == Head.GlobalPool)
        {
            _x = Node("GlobalAveragePool", _x);
            Resize(_ => 1);
        }
        var size = _channels * _space.Aggregate(1L, (a, b) => a * b);
        _x = recipe.Head == Head.Reshape
            ? Node("Reshape", [_x, _onnx.Integers(Fresh("shape"), recipe.Seed % 2 == 0 ? [0, -1] : [-1, size])])
            : Node("Flatten", _x);
        _channels = size;
    }

    private void Hidden(Layer layer)
    {
        var width = 3 + layer.Width;
        _x = Activated(Dense(_x, width, layer.Variant), layer.Variant);
        if (layer.Variant % 4 == 0) _x = Node("Add", [_x, Dense(_x, width, layer.Variant + 1)]);
        if (layer.Variant % 7 == 0) _x = Node("Concat", [Dense(_x, 3, layer.Variant), _x], Integer("axis", -1));
        _channels = layer.Variant % 7 == 0 ? width + 3 : width;
        if (layer.Variant % 5 == 0) _x = Node("Dropout", _x);
    }

    private string Dense(string x, long units, int variant)
    {
        var inputs = _channels;
        _channels = units;
        var bound = Math.Sqrt(3.0 / inputs);
        if (variant % 3 == 2)
            return Node("Add", [Node("MatMul", [x, _onnx.Uniform(Fresh("matrix"), bound, inputs, units)]), _onnx.Uniform(Fresh("bias"), 0.3, units)]);
        var isTransposed = variant % 2;
        long[] shape = isTransposed == 1 ? [units, inputs] : [inputs, units];
        string[] operands = [x, _onnx.Uniform(Fresh("matrix"), bound, shape), _onnx.Uniform(Fresh("bias"), 0.3, units)];
        return Node("Gemm", variant % 5 == 0 ? operands[..2] : operands, Integer("transB", isTransposed), Real("alpha", variant % 4 == 0 ? 0.8f : 1), Real("beta", variant % 6 == 1 ? 0.5f : 1));
    }

    private string Activated(string x, int variant) => (variant % 8) switch
    {
        0 => Node("LeakyRelu", [x], Real("alpha", 0.1f)),
        1 => Node("Sigmoid", x),
        2 => Node("Tanh", x),
        3 => Node("Clip", [x, _onnx.Scalar(Fresh("low"), -0.5f), _onnx.Scalar(Fresh("high"), 1.5f)]),
        4 => Node("Identity", x),
        _ => Node("Relu", x),
    };

    private string Normalised(string x) => Node("BatchNormalization",
        [
            x,
            _onnx.Uniform(Fresh("gamma"), 1, _channels),
            _onnx.Uniform(Fresh("beta"), 0.3, _channels),
            _onnx.Uniform(Fresh("mean"), 0.3, _channels),
            _onnx.Filled(Fresh("variance"), 0.6f, _channels),
        ], [Real("epsilon", 1e-4f)]);

    /// <summary>A convolution that keeps the size of the image.</summary>
    private string Same(string x, long channels, long filters) =>
        Convolution(x, channels, filters, 3, true, [Sizes("pads", [.. Spread(1), .. Spread(1)])]);

    private string Convolution(string x, long channels, long filters, long kernel, bool hasBias, IEnumerable<AttributeProto> attributes, long groups = 1)
    {
        var seen = channels / groups;
        var area = Math.Pow(kernel, recipe.Axes);
        var weight = _onnx.Uniform(Fresh("kernel"), Math.Sqrt(3 / (seen * area)), [filters, seen, .. Spread(kernel)]);
        return Node("Conv", hasBias ? [x, weight, _onnx.Uniform(Fresh("bias"), 0.3, filters)] : [x, weight], [Sizes("kernel_shape", Spread(kernel)), .. attributes]);
    }

    private string Node(string type, string x) => Node(type, [x]);

    private string Node(string type, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        _onnx.Node(type, Fresh(type.ToLowerInvariant()), inputs, attributes);

    private string Fresh(string name) => $"{name}{_nodes++}";

    private long Fitting(int kernel) => Math.Min(kernel, _space.Min());

    private long[] Spread(long n) => [.. Enumerable.Repeat(n, recipe.Axes)];

    private void Resize(Func<long, long> size) => _space = [.. _space.Select(size)];
}
