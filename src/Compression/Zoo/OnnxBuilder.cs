using DeepIoT.Compression.Data;
using DeepIoT.Compression.Onnx;
using Google.Protobuf;
using static DeepIoT.Compression.Onnx.AttributeProto.Types;
using static DeepIoT.Compression.Onnx.TensorProto.Types;

namespace DeepIoT.Compression.Zoo;

/// <summary>
/// Writes an ONNX model node by node, with weights drawn from a seeded generator: the same calls give the same bytes
/// on every platform. The batch stays dynamic, named N.
/// </summary>
internal sealed class OnnxBuilder(string name, SplitMix64 generator)
{
    private const int IrVersion = 8;
    private const int Opset = 17;

    private readonly GraphProto _graph = new() { Name = name };

    public string Input(string input, params IEnumerable<long> sample)
    {
        _graph.Input.Add(Batched(input, sample));
        return input;
    }

    /// <summary>Adds a node and returns its only output, named like it.</summary>
    public string Node(string type, string node, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        Node(type, node, inputs, [node], attributes)[0];

    /// <summary>Adds a node with several outputs and returns them; an empty name leaves one out.</summary>
    public string[] Node(string type, string node, IEnumerable<string> inputs, string[] outputs, params IEnumerable<AttributeProto> attributes)
    {
        _graph.Node.Add(new NodeProto { OpType = type, Name = node, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });
        return outputs;
    }

    /// <summary>Values uniform in [−bound, bound], for which He and Glorot give the bound; no function of the platform's is used.</summary>
    public string Uniform(string weight, double bound, params long[] shape) =>
        Weight(weight, shape, () => (float)(((2 * generator.Fraction()) - 1) * bound));

    public string Filled(string weight, float value, params long[] shape) => Weight(weight, shape, () => value);

    public string Scalar(string weight, float value) => Filled(weight, value);

    public string Integers(string weight, params long[] values)
    {
        _graph.Initializer.Add(TensorContent.OfIntegers(weight, [values.Length], values));
        return weight;
    }

    /// <summary>One integer without a dimension, such as an index.</summary>
    public string Index(string weight, long value)
    {
        _graph.Initializer.Add(TensorContent.OfIntegers(weight, [], [value]));
        return weight;
    }

    public string Reals(string weight, params float[] values) => Constant(weight, values, values.Length);

    public string Constant(string weight, float[] values, params long[] shape)
    {
        _graph.Initializer.Add(TensorContent.OfFloats(weight, shape, values));
        return weight;
    }

    public static AttributeProto Integer(string attribute, long value) => new() { Name = attribute, Type = AttributeType.Int, I = value };

    public static AttributeProto Real(string attribute, float value) => new() { Name = attribute, Type = AttributeType.Float, F = value };

    public static AttributeProto Text(string attribute, string value) =>
        new() { Name = attribute, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Sizes(string attribute, params IEnumerable<long> values)
    {
        var proto = new AttributeProto { Name = attribute, Type = AttributeType.Ints };
        proto.Ints.AddRange(values);
        return proto;
    }

    /// <param name="sample">Shape of one result, without the batch.</param>
    public ModelProto Build(string output, params IEnumerable<long> sample)
    {
        _graph.Output.Add(Batched(output, sample));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "deepiot", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model;
    }

    private string Weight(string weight, long[] shape, Func<float> draw)
    {
        var values = new float[Dimensions.Product(shape)];
        for (var i = 0; i < values.Length; i++)
            values[i] = draw();
        _graph.Initializer.Add(TensorContent.OfFloats(weight, shape, values));
        return weight;
    }

    private static ValueInfoProto Batched(string value, IEnumerable<long> sample)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        shape.Dim.AddRange(sample.Select(n => new TensorShapeProto.Types.Dimension { DimValue = n }));
        return new ValueInfoProto
        {
            Name = value,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } },
        };
    }
}
