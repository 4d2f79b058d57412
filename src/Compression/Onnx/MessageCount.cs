using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeepIoT.Compression.Onnx;

/// <summary>
/// A model's nodes, and its messages of any kind, counted in the bytes alone: an empty message takes two bytes in a file
/// and hundreds in memory.
/// </summary>
/// <param name="Nodes">In every graph.</param>
internal readonly record struct MessageCount(int Nodes, int Messages)
{
    /// <exception cref="InvalidProtocolBufferException">The bytes are no protobuf message.</exception>
    public static MessageCount Of(byte[] bytes)
    {
        using var stream = new CodedInputStream(bytes);
        return Of(stream, ModelProto.Descriptor, bytes.Length, depth: 0);
    }

    private static MessageCount Of(CodedInputStream stream, MessageDescriptor type, long end, int depth)
    {
        var (nodes, messages) = (0, 0);
        while (stream.Position < end && stream.ReadTag() is not 0 and var tag)
        {
            // What lies too deep is refused by the parser.
            if (type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag)) is not { FieldType: FieldType.Message } field
                || WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited || depth == OnnxFile.RecursionLimit)
            {
                stream.SkipLastField();
                continue;
            }
            var length = stream.ReadLength();
            var inner = Of(stream, field.MessageType, stream.Position + length, depth + 1);
            nodes += inner.Nodes + (field.MessageType == NodeProto.Descriptor ? 1 : 0);
            messages += inner.Messages + 1;
        }
        return new MessageCount(nodes, messages);
    }
}
