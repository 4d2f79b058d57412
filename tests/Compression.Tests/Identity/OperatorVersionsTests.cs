using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using static DeepIoT.Compression.Zoo.OnnxBuilder;

namespace DeepIoT.Compression.Tests.Identity;

/// <summary>What moved between attributes and inputs, or changed its meaning, from one operator set to another.</summary>
public sealed class OperatorVersionsTests
{
    private const int Channels = 6;

    private static readonly Dictionary<string, (int Opset, long[] After, Func<OnnxBuilder, string, string> Add)> Forms = new()
    {
        ["Clip by attributes"] = (7, [6, 8, 8], (b, x) => b.Node("Clip", "op", [x], Real("min", -0.2f), Real("max", 0.4f))),
        ["Clip by inputs"] = (11, [6, 8, 8], (b, x) => b.Node("Clip", "op", [x, "", b.Scalar("high", 0.4f)])),
        ["Squeeze and Unsqueeze by attributes"] = (7, [6, 8, 8], (b, x) => b.Node("Squeeze", "op", [b.Node("Unsqueeze", "wider", [x], Sizes("axes", 1))], Sizes("axes", 1))),
        ["Squeeze and Unsqueeze by inputs"] = (13, [6, 8, 8], (b, x) => b.Node("Squeeze", "op", [b.Node("Unsqueeze", "wider", [x, b.Integers("a", 2)]), b.Integers("b", -3)])),
        ["ReduceMean by attribute"] = (7, [6, 1, 1], (b, x) => b.Node("ReduceMean", "op", [x], Sizes("axes", 2, 3))),
        ["ReduceMean by input"] = (18, [6], (b, x) => b.Node("ReduceMean", "op", [x, b.Integers("a", -1, -2)], Integer("keepdims", 0))),
        ["ReduceMax by attribute"] = (7, [6, 8], (b, x) => b.Node("ReduceMax", "op", [x], Sizes("axes", -1), Integer("keepdims", 0))),
        ["ReduceMax by input"] = (20, [6, 1, 8], (b, x) => b.Node("ReduceMax", "op", [x, b.Integers("a", 2)])),
        ["ReduceMin over channels"] = (13, [1, 8, 8], (b, x) => b.Node("ReduceMin", "op", [x], Sizes("axes", 1))),
        ["ReduceSum by attribute"] = (11, [1, 8, 8], (b, x) => b.Node("ReduceSum", "op", [x], Sizes("axes", 1))),
        ["ReduceSum by input"] = (13, [8, 8], (b, x) => b.Node("ReduceSum", "op", [x, b.Integers("a", 1)], Integer("keepdims", 0))),
        ["ReduceSum of channels and space"] = (13, [1, 1, 1], (b, x) => b.Node("ReduceSum", "op", [x, b.Integers("a", 1, 2, 3)])),
        ["ReduceSum of nothing"] = (13, [6, 8, 8], (b, x) => b.Node("ReduceSum", "op", [x], Integer("noop_with_empty_axes", 1))),
        ["Split by attribute"] = (7, [6, 8, 8], (b, x) => Rejoined(b, [x], Integer("axis", 1), Sizes("split", 2, 4))),
        ["Split in equal parts"] = (11, [6, 8, 8], (b, x) => Rejoined(b, [x], Integer("axis", 1))),
        ["Split by input"] = (13, [6, 8, 8], (b, x) => Rejoined(b, [x, b.Integers("parts", 2, 4)], Integer("axis", -3))),
        ["Split by number"] = (18, [6, 8, 8], (b, x) => Rejoined(b, [x], Integer("axis", 1), Integer("num_outputs", 2))),
        ["Slice by attributes"] = (9, [4, 8, 6], (b, x) => b.Node("Slice", "op", [x], Sizes("starts", 1, 2), Sizes("ends", 5, 100), Sizes("axes", 1, 3))),
        ["Slice by inputs"] = (10, [4, 8, 4], (b, x) => b.Node("Slice", "op", [x, b.Integers("s", -4, 7), b.Integers("e", 6, -9), b.Integers("a", 1, 3), b.Integers("st", 1, -2)])),
        ["Pad by attributes"] = (10, [8, 9, 8], (b, x) => b.Node("Pad", "op", [x], Sizes("pads", 0, 1, 0, 0, 0, 1, 1, 0), Real("value", 0.3f))),
        ["Pad by inputs"] = (11, [6, 10, 11], (b, x) => b.Node("Pad", "op", [x, b.Integers("pads", 0, 0, 2, 1, 0, 0, 0, 2)], Text("mode", "reflect"))),
        ["Pad of some axes"] = (18, [6, 8, 10], (b, x) => b.Node("Pad", "op", [x, b.Integers("pads", 1, 1), "", b.Integers("a", 3)], Text("mode", "edge"))),
        ["Upsample by attribute"] = (7, [6, 16, 16], (b, x) => b.Node("Upsample", "op", [x], Reals("scales", 1, 1, 2, 2), Text("mode", "nearest"))),
        ["Upsample by input"] = (9, [6, 16, 16], (b, x) => b.Node("Upsample", "op", [x, b.Reals("scales", 1, 1, 2, 2)], Text("mode", "linear"))),
        ["Resize of the first form"] = (10, [6, 12, 16], (b, x) => b.Node("Resize", "op", [x, b.Reals("scales", 1, 1, 1.5f, 2)], Text("mode", "nearest"))),
        ["Resize by sizes"] = (18, [6, 5, 13], (b, x) => b.Node("Resize", "op", [x, "", "", b.Integers("sizes", 5, 13)], Sizes("axes", 2, 3), Text("mode", "linear"), Text("coordinate_transformation_mode", "pytorch_half_pixel"))),
        ["Resize by cubic"] = (18, [6, 8, 12], (b, x) => b.Node("Resize", "op", [x, "", "", b.Integers("sizes", 12)], Text("mode", "cubic"), Sizes("axes", 3))),
        ["Resize to the nearest ceiling"] = (19, [6, 4, 8], (b, x) => b.Node("Resize", "op", [x, "", b.Reals("scales", 0.5f)], Text("nearest_mode", "ceil"), Sizes("axes", 2))),
        ["BatchNormalization with spatial"] = (7, [6, 8, 8], (b, x) => Normalised(b, x, Integer("spatial", 1))),
        ["BatchNormalization of now"] = (15, [6, 8, 8], (b, x) => Normalised(b, x)),
        ["Softmax over all axes from one on"] = (7, [6, 8, 8], (b, x) => b.Node("Softmax", "op", [x], Integer("axis", 2))),
        ["Softmax over one axis"] = (13, [6, 8, 8], (b, x) => b.Node("LogSoftmax", "op", [x], Integer("axis", 2))),
        ["Dropout by attribute"] = (7, [6, 8, 8], (b, x) => b.Node("Dropout", "op", [x], Real("ratio", 0.4f))),
        ["Dropout by input"] = (12, [6, 8, 8], (b, x) => b.Node("Dropout", "op", [x, b.Scalar("ratio", 0.4f)])),
        ["Gelu by erf"] = (20, [6, 8, 8], (b, x) => b.Node("Gelu", "op", [x])),
        ["Gelu by tanh"] = (20, [6, 8, 8], (b, x) => b.Node("Gelu", "op", [x], Text("approximate", "tanh"))),
        ["LayerNormalization written out"] = (11, [6, 8, 8], NormalisedByHand),
        ["Global maximum"] = (7, [6, 1, 1], (b, x) => b.Node("GlobalMaxPool", "op", [x])),
        ["Softplus, Exp, Log, Neg, Abs, Reciprocal"] = (13, [6, 8, 8], (b, x) => b.Node("Log", "op", [b.Node("Reciprocal", "r", [b.Node("Exp", "e", [b.Node("Neg", "n", [b.Node("Abs", "a", [b.Node("Softplus", "s", [x])])])])])])),
        ["Initializers listed as inputs"] = (8, [6, 8, 8], (b, x) => b.Node("PRelu", "op", [x, b.Uniform("slope", 0.5, 6, 1, 1)])),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_form_is_read_run_and_sliced_like_any_other(string name)
    {
        var (opset, after, add) = Forms[name];
        var b = new OnnxBuilder("form", new SplitMix64(3));
        var end = add(b, b.Conv("wide", b.Input("x", 3, 8, 8), 3, Channels, 3, 1));
        var size = after.Aggregate((n, m) => n * m);
        var hidden = b.Node("Relu", "relu", [b.Scores("hidden", b.Flatten("flatten", end), size, 9)]);
        var model = b.Build(b.Scores("last", hidden, 9, 5), 5);
        model.OpsetImport[0].Version = opset;
        if (opset == 8)
        {
            model.IrVersion = 3;
            model.Graph.Input.AddRange(model.Graph.Initializer.Select(Listed));
        }

        IdentityLaw.Check(model, 11);
    }

    private static ValueInfoProto Listed(TensorProto tensor)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(tensor.Dims.Select(n => new TensorShapeProto.Types.Dimension { DimValue = n }));
        return new ValueInfoProto { Name = tensor.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } } };
    }

    private static string Rejoined(OnnxBuilder b, string[] inputs, params AttributeProto[] attributes)
    {
        b.Node("Split", "op", inputs, ["first", "second"], attributes);
        return b.Node("Concat", "rejoined", ["second", b.Node("Relu", "first-relu", ["first"])], Integer("axis", 1));
    }

    private static string Normalised(OnnxBuilder b, string x, params AttributeProto[] attributes) => b.Node("BatchNormalization", "op",
        [x, b.Uniform("gamma", 1, Channels), b.Uniform("beta", 1, Channels), b.Uniform("mean", 1, Channels), b.Filled("variance", 0.7f, Channels)], attributes);

    /// <summary>As exporters write it before operator set 17, over the last axis.</summary>
    private static string NormalisedByHand(OnnxBuilder b, string x)
    {
        var centred = b.Node("Sub", "centred", [x, b.Node("ReduceMean", "mean", [x], Sizes("axes", -1))]);
        var variance = b.Node("ReduceMean", "variance", [b.Node("Pow", "square", [centred, b.Scalar("two", 2)])], Sizes("axes", -1));
        var deviation = b.Node("Sqrt", "deviation", [b.Node("Add", "above", [variance, b.Scalar("epsilon", 1e-5f)])]);
        var scaled = b.Node("Mul", "scaled", [b.Node("Div", "normal", [centred, deviation]), b.Uniform("scale", 1, 8)]);
        return b.Node("Add", "op", [scaled, b.Uniform("shift", 1, 8)]);
    }

    private static AttributeProto Reals(string attribute, params float[] values)
    {
        var proto = new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Floats };
        proto.Floats.AddRange(values);
        return proto;
    }
}
