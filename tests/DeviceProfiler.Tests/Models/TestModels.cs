using System.Runtime.InteropServices;
using DeepIoT.Compression.Onnx;
using Google.Protobuf;

namespace DeepIoT.DeviceProfiler.Tests.Models;

/// <summary>Small real ONNX models, written into a folder.</summary>
internal static class TestModels
{
    /// <summary>x[batch, inputs] · w → relu → y, with a dynamic batch.</summary>
    public static ModelProto Dense(int inputs = 16, int outputs = 8) => Model(
        [Input("x", TensorProto.Types.DataType.Float, "batch", inputs)],
        [Node("MatMul", ["x", "w"], "h"), Node("Relu", ["h"], "y")],
        Weights("w", inputs, outputs));

    /// <summary>One input of any type and sizes; a text is a dynamic size of that name.</summary>
    public static ModelProto OfInput(TensorProto.Types.DataType type, params object[] dimensions) => Model(
        [Input("x", type, dimensions)],
        [Cast("x", "f"), Node("Relu", ["f"], "y")]);

    /// <summary>Keeps the processor busy for a long time: `layers` products of side × side with one another.</summary>
    public static ModelProto Heavy(int side = 1024, int layers = 512) => Model(
        [Input("x", TensorProto.Types.DataType.Float, side, side)],
        [.. Enumerable.Range(0, layers).Select(i => Node("MatMul", [i == 0 ? "x" : $"h{i - 1}", "w"], i == layers - 1 ? "y" : $"h{i}"))],
        Weights("w", side, side));

    public static ModelProto UnknownOperator() => Model(
        [Input("x", TensorProto.Types.DataType.Float, 4)], [Node("Frobnicate", ["x"], "y")]);

    public static string Save(this ModelProto model, string folder, string name = "model.onnx")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    private static ModelProto Model(ValueInfoProto[] inputs, NodeProto[] nodes, params TensorProto[] weights) => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = 17 } },
        Graph = new()
        {
            Name = "g",
            Node = { nodes },
            Initializer = { weights },
            Input = { inputs },
            Output = { new ValueInfoProto { Name = "y", Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } } } },
        },
    };

    private static ValueInfoProto Input(string name, TensorProto.Types.DataType type, params object[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
            shape.Dim.Add(dimension is string symbol ? new TensorShapeProto.Types.Dimension { DimParam = symbol } : new() { DimValue = (int)dimension });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    private static NodeProto Node(string type, string[] inputs, string output) =>
        new() { OpType = type, Name = type.ToLowerInvariant() + output, Input = { inputs }, Output = { output } };

    private static NodeProto Cast(string input, string output) => new()
    {
        OpType = "Cast",
        Input = { input },
        Output = { output },
        Attribute = { new AttributeProto { Name = "to", I = (int)TensorProto.Types.DataType.Float, Type = AttributeProto.Types.AttributeType.Int } },
    };

    private static TensorProto Weights(string name, int rows, int columns)
    {
        var random = new Random(7);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => 0.1f * (random.NextSingle() - 0.5f))];
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float, Dims = { rows, columns } };
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        return tensor;
    }
}
