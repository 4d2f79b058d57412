using System.Runtime.InteropServices;
using DeepIoT.Compression.Onnx;
using Google.Protobuf;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>Small ONNX networks, good and bad.</summary>
internal static class Networks
{
    /// <summary>x[batch, inputs] · w.</summary>
    public static ModelProto Dense(int inputs, int outputs)
    {
        var random = new Random(inputs);
        float[] values = [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - 0.5f)];
        var weights = new TensorProto { Name = "w", DataType = (int)TensorProto.Types.DataType.Float, Dims = { inputs, outputs } };
        weights.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        return Model(new NodeProto { OpType = "MatMul", Name = "fc", Input = { "x", "w" }, Output = { "y" } }, [weights], 1, inputs);
    }

    /// <summary>Loads, and asks for <paramref name="side"/>² × 4 bytes as soon as it runs.</summary>
    public static ModelProto MemoryEater(int side) =>
        Model(new NodeProto { OpType = "Relu", Name = "relu", Input = { "x" }, Output = { "y" } }, [], side, side);

    public static ModelProto UnknownOperator() =>
        Model(new NodeProto { OpType = "Frobnicate", Name = "frobnicate", Input = { "x" }, Output = { "y" } }, [], 1, 4);

    private static ModelProto Model(NodeProto node, TensorProto[] weights, params int[] shape)
    {
        var dimensions = new TensorShapeProto { Dim = { shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }) } };
        var type = (int)TensorProto.Types.DataType.Float;
        return new ModelProto
        {
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            Graph = new GraphProto
            {
                Name = "g",
                Node = { node },
                Initializer = { weights },
                Input = { new ValueInfoProto { Name = "x", Type = new() { TensorType = new() { ElemType = type, Shape = dimensions } } } },
                Output = { new ValueInfoProto { Name = "y", Type = new() { TensorType = new() { ElemType = type } } } },
            },
        };
    }
}
