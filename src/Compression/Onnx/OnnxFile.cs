using DeepIoT.Compression.Import;
using Google.Protobuf;

namespace DeepIoT.Compression.Onnx;

/// <summary>Reads and writes ONNX files. Writing the same model twice gives the same bytes.</summary>
public static class OnnxFile
{
    /// <summary>Nested messages deeper than this are hostile, not networks.</summary>
    public const int RecursionLimit = 64;

    /// <exception cref="RejectedException">The bytes are not a complete ONNX model.</exception>
    public static ModelProto Parse(ReadOnlyMemory<byte> bytes)
    {
        ModelProto model;
        var array = bytes.ToArray();
        try
        {
            ModelLimits.Check(MessageCount.Of(array));
            using var stream = new MemoryStream(array, writable: false);
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

    /// <summary>
    /// The bytes of a model file. Weights that it keeps in files beside it are taken in, so that the bytes stand alone;
    /// a file without any comes back as it is, readable or not.
    /// </summary>
    /// <exception cref="RejectedException">The file keeps weights outside its folder, or where there are none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] ReadSelfContained(string path)
    {
        var bytes = File.ReadAllBytes(path);
        ModelProto model;
        try
        {
            model = Parse(bytes);
        }
        catch (RejectedException)
        {
            // Whoever reads the model says so, together with all else that is wrong.
            return bytes;
        }
        return ExternalData.TakeIn(model, Path.GetDirectoryName(Path.GetFullPath(path))!) ? Serialize(model) : bytes;
    }

    public static byte[] Serialize(ModelProto model) => model.ToByteArray();
}
