using DeepIoT.Compression.Onnx;
using static DeepIoT.Compression.Onnx.AttributeProto.Types;

namespace DeepIoT.Compression.Graph;

/// <summary>Nodes that take the place of others.</summary>
internal static class NewNode
{
    public static NodeProto Of(string type, string name, string output, IEnumerable<string> inputs, params IEnumerable<(string Name, long Value)> attributes) => new()
    {
        OpType = type,
        Name = name,
        Output = { output },
        Input = { inputs },
        Attribute = { attributes.Select(a => new AttributeProto { Name = a.Name, I = a.Value, Type = AttributeType.Int }) },
    };
}
