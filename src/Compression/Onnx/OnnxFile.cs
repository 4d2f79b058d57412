using Google.Protobuf;

namespace DeepIoT.Compression.Onnx;

/// <summary>Reads and writes ONNX files. Writing the same model twice gives the same bytes.</summary>
public static class OnnxFile
{
    /// <summary>Nested messages deeper than this are hostile, not networks.</summary>
    private const int RecursionLimit = 64;

    /// <exception cref="RejectedException">The bytes are not a complete ONNX model.</exception>
    public static ModelProto Parse(ReadOnlyMemory<byte> bytes)
    {
        ModelProto model;
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, RecursionLimit);
            model = ModelProto.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new RejectedException("model", $"is not a readable ONNX file ({fault.Message.TrimEnd('.')})",
                "Export the model again, or check that the file was copied completely.");
        }
        if (model.Graph is null || model.Graph.Node.Count == 0 || model.OpsetImport.Count == 0)
        {
            throw new RejectedException("model", "is not an ONNX model: it has no graph with nodes or names no operator set",
                "Export the model again, or check that the file was copied completely.");
        }
        return model;
    }

    public static byte[] Serialize(ModelProto model) => model.ToByteArray();
}
