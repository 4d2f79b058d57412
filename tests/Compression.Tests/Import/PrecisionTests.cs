using System.Runtime.InteropServices;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using static DeepIoT.Compression.Onnx.TensorProto.Types;

namespace DeepIoT.Compression.Tests.Import;

public sealed class PrecisionTests
{
    [Theory]
    [InlineData(DataType.Float16, 1e-3)]
    [InlineData(DataType.Bfloat16, 1e-2)]
    [InlineData(DataType.Double, 0)]
    public void Weights_inputs_and_outputs_of_other_widths_are_read_as_32_bit_floats(DataType type, double relative)
    {
        var model = ModelZoo.Find("digits").Build(1);
        var expected = model.Graph.Initializer.Where(t => t.DataType == (int)DataType.Float).ToDictionary(t => t.Name, t => t.Floats());
        for (var i = 0; i < model.Graph.Initializer.Count; i++) model.Graph.Initializer[i] = Narrowed(model.Graph.Initializer[i], type, asList: i % 2 == 0);
        model.Graph.Input[0].Type.TensorType.ElemType = (int)type;
        model.Graph.Output[0].Type.TensorType.ElemType = (int)type;

        var read = ModelGraph.Read(OnnxFile.Serialize(model)).Proto;

        Assert.All(read.Graph.Initializer.Where(t => expected.ContainsKey(t.Name)), t =>
            Assert.All(t.Floats().Zip(expected[t.Name]), v => Assert.Equal(v.Second, v.First, (relative * Math.Abs(v.Second)) + 1e-7)));
        using var runtime = new OnnxRuntimeModel(read);
        Assert.Equal(10, runtime.Run(new float[64], 1, 1, 8, 8).Length);
    }

    private static TensorProto Narrowed(TensorProto tensor, DataType type, bool asList)
    {
        if (tensor.DataType != (int)DataType.Float) return tensor;
        var (values, narrow) = (tensor.Floats(), new TensorProto { Name = tensor.Name, DataType = (int)type, Dims = { tensor.Dims } });
        switch (type)
        {
            case DataType.Double when asList: narrow.DoubleData.AddRange(values.Select(v => (double)v)); break;
            case DataType.Double: narrow.RawData = Bytes(values.Select(v => (double)v)); break;
            default:
                var bits = values.Select(v => type == DataType.Float16 ? BitConverter.HalfToUInt16Bits((Half)v) : (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16));
                if (asList) narrow.Int32Data.AddRange(bits.Select(b => (int)b));
                else narrow.RawData = Bytes(bits);
                break;
        }
        return narrow;
    }

    private static Google.Protobuf.ByteString Bytes<T>(IEnumerable<T> values) where T : unmanaged =>
        Google.Protobuf.ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values.ToArray()));
}
