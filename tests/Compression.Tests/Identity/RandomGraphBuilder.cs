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
        if (recipe.Head == Head.Recurrent) Recur();
        else Flatten();
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
            case LayerKind.ConvTranspose: ConvTranspose(layer); break;
            case LayerKind.Split: Split(layer); break;
            case LayerKind.Part: Part(layer); break;
            case LayerKind.Pad: Pad(layer); break;
            case LayerKind.Resize: Resize(layer); break;
            case LayerKind.ExtraAxis: ExtraAxis(layer); break;
            case LayerKind.LayerNormalization: LayerNormalized(layer); break;
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

    private void ConvTranspose(Layer layer)
    {
        if (_space.Max() > 12) return;
        var (kernel, stride, groups) = (Fitting(layer.Kernel), 1 + (layer.Variant % 2), _channels % 2 == 0 && layer.Variant % 3 == 0 ? 2 : 1);
        if (layer.Variant % 7 == 0) groups = (int)_channels;
        var (pad, extra, each) = (layer.Variant / 2 % 2 * (kernel / 2), layer.Variant / 4 % stride, layer.Width + 1);
        var weight = _onnx.Uniform(Fresh("kernel"), Math.Sqrt(3.0 / _channels), [_channels, each, .. Spread(kernel)]);
        _x = Node("ConvTranspose", layer.Variant % 5 == 0 ? [_x, weight] : [_x, weight, _onnx.Uniform(Fresh("bias"), 0.3, each * groups)],
            Integer("group", groups), Sizes("strides", Spread(stride)), Sizes("pads", [.. Spread(pad), .. Spread(pad)]), Sizes("output_padding", Spread(extra)));
        _channels = each * groups;
        Resize(n => ((n - 1) * stride) + kernel + extra - (2 * pad));
    }

    /// <summary>Channels cut in two: put back in another order, or one half weighed by the other.</summary>
    private void Split(Layer layer)
    {
        if (_channels < 4) _x = Widened(_x, 6);
        string[] halves = [Fresh("first"), Fresh("second")];
        var cut = _channels % 2 == 0 && layer.Variant % 2 == 0 ? _channels / 2 : 2;
        _onnx.Node("Split", Fresh("split"), cut * 2 == _channels && layer.Variant % 4 == 0
            ? [_x] : [_x, _onnx.Integers(Fresh("parts"), cut, _channels - cut)], halves, Integer("axis", layer.Variant % 3 == 0 ? 1 : -1 - recipe.Axes));
        if (cut * 2 == _channels && layer.Variant % 3 == 0)
        {
            _x = Node("Mul", [halves[0], Node("Sigmoid", halves[1])]);
            _channels = cut;
        }
        else
        {
            _x = Node("Concat", [halves[1], Activated(halves[0], layer.Variant)], Integer("axis", 1));
        }
    }

    /// <summary>Some channels or rows, by Slice or Gather.</summary>
    private void Part(Layer layer)
    {
        if (_channels < 5) _x = Widened(_x, 7);
        switch (layer.Variant % 4)
        {
            case 0:
                _x = Node("Slice", [_x, Integers([1, 0]), Integers([_channels - 1, 4]), Integers([1, 2])]);
                (_channels, _space) = (_channels - 2, [Math.Min(4, _space[0]), .. _space[1..]]);
                break;
            case 1:
                _x = Node("Slice", [_x, Integers([_channels]), Integers([-100]), Integers([1]), Integers([-2])]);
                _channels = (_channels + 1) / 2;
                break;
            case 2:
                _x = Node("Gather", [_x, Integers([3, 0, -1])], Integer("axis", 1));
                _channels = 3;
                break;
            default:
                var one = Node("Gather", [_x, _onnx.Index(Fresh("index"), 2)], Integer("axis", 1));
                _x = Node("Add", [_x, Node("Unsqueeze", [one, Integers([1])])]);
                break;
        }
    }

    private void Pad(Layer layer)
    {
        var channels = layer.Variant % 3 == 0 ? 2 : 0;
        long[] pads = [0, channels, .. Spread(1), 0, 0, .. Spread(layer.Variant % 2)];
        _x = channels > 0 || layer.Variant % 3 == 1
            ? Node("Pad", [_x, Integers(pads), _onnx.Scalar(Fresh("value"), 0.3f)])
            : Node("Pad", [_x, Integers(pads)], Text("mode", layer.Variant % 4 < 2 && _space.Min() > 1 ? "reflect" : "edge"));
        _channels += channels;
        Resize(n => n + 1 + (layer.Variant % 2));
    }

    private void Resize(Layer layer)
    {
        if (_space.Max() > 12) return;
        AttributeProto[] mode = (layer.Variant % 4) switch
        {
            0 => [Text("mode", "nearest"), Text("coordinate_transformation_mode", "asymmetric"), Text("nearest_mode", "floor")],
            1 => [Text("mode", "linear"), Text("coordinate_transformation_mode", "align_corners")],
            2 => [Text("mode", "linear"), Text("coordinate_transformation_mode", "half_pixel")],
            _ => [Text("mode", "nearest")],
        };
        _x = Node("Resize", [_x, "", _onnx.Reals(Fresh("scales"), [1, 1, .. Enumerable.Repeat(2f, recipe.Axes)])], mode);
        Resize(n => 2 * n);
    }

    private void ExtraAxis(Layer layer)
    {
        var axis = layer.Variant % (3 + recipe.Axes);
        if (axis == 0) axis = -1;
        _x = Node("Squeeze", [Activated(Node("Unsqueeze", [_x, Integers([axis])]), layer.Variant), Integers([axis])]);
    }

    private void LayerNormalized(Layer layer)
    {
        var size = layer.Variant % 2 == 0 ? _space[^1..] : [_channels, .. _space];
        _x = Node("LayerNormalization", [_x, _onnx.Uniform(Fresh("scale"), 1, size), _onnx.Uniform(Fresh("shift"), 0.3, size)], Integer("axis", -size.Length));
    }

    private string Widened(string x, long channels)
    {
        var wide = Convolution(x, _channels, channels, 1, true, []);
        _channels = channels;
        return wide;
    }

    private string Integers(long[] values) => _onnx.Integers(Fresh("integers"), values);

    /// <summary>Leaves space or channels out, where the recipe says so.</summary>
    private void Pool()
    {
        var space = Enumerable.Range(2, recipe.Axes).Select(d => (long)d).ToArray();
        switch (recipe.Head)
        {
            case Head.GlobalPool or Head.GlobalMaxPool:
                _x = Node(recipe.Head == Head.GlobalPool ? "GlobalAveragePool" : "GlobalMaxPool", _x);
                Resize(_ => 1);
                break;
            case Head.ReduceMean:
                _x = Node("ReduceMean", [_x], Sizes("axes", space));
                Resize(_ => 1);
                break;
            case Head.ReduceSum:
                _x = Node("ReduceSum", [_x, Integers(space)], Integer("keepdims", 0));
                Resize(_ => 1);
                break;
            case Head.SumOfChannels:
                _x = Node("ReduceSum", [Activated(Widened(_x, 5), (int)(recipe.Seed % 8)), Integers([1])]);
                _channels = 1;
                break;
        }
    }

    private void Flatten()
    {
        Pool();
        var size = _channels * _space.Aggregate(1L, (a, b) => a * b);
        _x = recipe.Head == Head.Reshape
            ? Node("Reshape", [_x, _onnx.Integers(Fresh("shape"), recipe.Seed % 2 == 0 ? [0, -1] : [-1, size])])
            : Node("Flatten", _x);
        _channels = size;
    }

    /// <summary>The first axis of space becomes time; one or two recurrent layers run over it.</summary>
    private void Recur()
    {
        var (time, features) = (_space[0], _channels * _space[1..].Aggregate(1L, (a, b) => a * b));
        _x = Node("Transpose", [_x], Sizes("perm", recipe.Axes == 1 ? [2, 0, 1] : [2, 0, 1, 3]));
        _x = Node("Reshape", [_x, _onnx.Integers(Fresh("shape"), 0, 0, -1)]);
        foreach (var layer in recipe.Hidden.Skip(1)) features = Recurrent(layer, features, isLast: false);
        _channels = Recurrent(recipe.Hidden[0], features, isLast: true);
        if (recipe.Hidden[0].Variant % 2 == 0) return;
        _x = Node("Flatten", [Node("Transpose", [_x], Sizes("perm", 1, 0, 2))]);
        _channels *= time;
    }

    /// <summary>From [time, N, features] to the same with the layer's units, or to its last states [N, units].</summary>
    private long Recurrent(Layer layer, long features, bool isLast)
    {
        var (type, gates) = (layer.Variant % 3) switch { 0 => ("LSTM", 4), 1 => ("GRU", 3), _ => ("RNN", 1) };
        var direction = (layer.Variant / 3 % 3) switch { 0 => "forward", 1 => "reverse", _ => "bidirectional" };
        var (directions, hidden) = (direction == "bidirectional" ? 2 : 1, 4L + layer.Width);
        var takesLast = isLast && layer.Variant % 2 == 0;
        string[] inputs =
        [
            _x,
            _onnx.Uniform(Fresh("w"), 0.6, directions, gates * hidden, features),
            _onnx.Uniform(Fresh("r"), 0.6, directions, gates * hidden, hidden),
            _onnx.Uniform(Fresh("b"), 0.3, directions, 2 * gates * hidden),
        ];
        var name = Fresh(type.ToLowerInvariant());
        List<AttributeProto> attributes = [Text("direction", direction), Integer("hidden_size", hidden)];
        if (type == "GRU") attributes.Add(Integer("linear_before_reset", layer.Kernel % 2));
        var made = _onnx.Node(type, name, layer.Variant % 4 == 0 ? inputs[..3] : inputs, takesLast ? ["", $"{name}.last"] : [name], attributes);
        _x = takesLast
            ? Node("Reshape", [Node("Transpose", [made[1]], Sizes("perm", 1, 0, 2)), _onnx.Integers(Fresh("shape"), 0, -1)])
            : Node("Reshape", [Node("Transpose", [made[0]], Sizes("perm", 0, 2, 1, 3)), _onnx.Integers(Fresh("shape"), 0, 0, -1)]);
        return directions * hidden;
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
        1 => (variant / 8 % 3) switch
        {
            0 => Node("Sigmoid", x),
            1 => Node("HardSigmoid", [x], Real("alpha", 0.3f)),
            _ => Node("Elu", [x], Real("alpha", 0.7f)),
        },
        2 => variant / 8 % 2 == 0 ? Node("Tanh", x) : GeluByErf(x),
        4 when variant / 8 % 3 == 1 => Node("HardSwish", x),
        4 when variant / 8 % 3 == 2 => Node("PRelu", [x, _onnx.Filled(Fresh("slope"), 0.2f, 1)]),
        3 => Node("Clip", [x, _onnx.Scalar(Fresh("low"), -0.5f), _onnx.Scalar(Fresh("high"), 1.5f)]),
        4 => Node("Identity", x),
        _ => Node("Relu", x),
    };

    /// <summary>As exporters write Gelu before operator set 20.</summary>
    private string GeluByErf(string x)
    {
        var share = Node("Erf", [Node("Div", [x, _onnx.Scalar(Fresh("root"), MathF.Sqrt(2))])]);
        return Node("Mul", [Node("Mul", [x, Node("Add", [share, _onnx.Scalar(Fresh("one"), 1)])]), _onnx.Scalar(Fresh("half"), 0.5f)]);
    }

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
