using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>Between floats a cast does nothing here: every float is read with 32 bits.</summary>
public sealed class CastOperator : UnaryOperator
{
    public override string Type => "Cast";

    public override void Couple(Coupling c)
    {
        var to = (DataType)c.Node.Integer("to", 0);
        if (to != DataType.Float)
            throw c.Node.Rejected($"turns data into {to}", "Keep data in floats between input and output.");
        c.Pass();
    }

    protected override Tensor Apply(Tensor x, Node node) => x;
}
