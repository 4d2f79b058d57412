using Google.Protobuf;

namespace DeepIoT.Compression.Onnx;

/// <summary>Counts the nodes of a model's main graph in the bytes alone: a million of them would take long to build.</summary>
internal static class NodeCount
{
    private const uint GraphTag = (7 << 3) | 2, NodeTag = (1 << 3) | 2;

    /// <summary>Zero for bytes that are no protobuf message; the parser says what is wrong with those.</summary>
    public static int Of(byte[] bytes)
    {
        try
        {
            return Count(new CodedInputStream(bytes));
        }
        catch (InvalidProtocolBufferException)
        {
            return 0;
        }
    }

    private static int Count(CodedInputStream model)
    {
        var count = 0;
        for (uint tag; (tag = model.ReadTag()) != 0;)
        {
            if (tag != GraphTag)
            {
                model.SkipLastField();
                continue;
            }
            var length = model.ReadLength();
            for (var end = model.Position + length; model.Position < end && (tag = model.ReadTag()) != 0; model.SkipLastField())
            {
                if (tag == NodeTag) count++;
            }
        }
        return count;
    }
}
