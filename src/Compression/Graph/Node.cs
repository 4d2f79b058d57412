using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Graph;

/// <summary>One node of the graph with its attributes by name. Absent optional inputs are empty strings.</summary>
public sealed class Node
{
    private readonly Dictionary<string, AttributeProto> _attributes;

    public Node(NodeProto proto, string name, int version)
    {
        (Proto, Name, Version) = (proto, name, version);
        _attributes = proto.Attribute.ToDictionary(a => a.Name);
    }

    public NodeProto Proto { get; }

    public string Name { get; }

    /// <summary>Version of the operator set that the node's meaning is taken from.</summary>
    public int Version { get; }

    public string Type => Proto.OpType;

    /// <summary>Of the default operator set.</summary>
    public bool IsStandard => Proto.Domain is "" or "ai.onnx";

    public IReadOnlyList<string> Inputs => Proto.Input;

    public IReadOnlyList<string> Outputs => Proto.Output;

    public bool HasInput(int index) => index < Proto.Input.Count && Proto.Input[index].Length > 0;

    public bool Has(string attribute) => _attributes.ContainsKey(attribute);

    public long Integer(string attribute, long otherwise) =>
        _attributes.TryGetValue(attribute, out var a) ? a.I : otherwise;

    public float Real(string attribute, float otherwise) =>
        _attributes.TryGetValue(attribute, out var a) ? a.F : otherwise;

    public string Text(string attribute, string otherwise) =>
        _attributes.TryGetValue(attribute, out var a) ? a.S.ToStringUtf8() : otherwise;

    public long[]? Integers(string attribute) =>
        _attributes.TryGetValue(attribute, out var a) ? [.. a.Ints] : null;

    public float[]? Reals(string attribute) =>
        _attributes.TryGetValue(attribute, out var a) ? [.. a.Floats] : null;

    public string[]? Texts(string attribute) =>
        _attributes.TryGetValue(attribute, out var a) ? [.. a.Strings.Select(s => s.ToStringUtf8())] : null;

    public TensorProto? Tensor(string attribute) =>
        _attributes.TryGetValue(attribute, out var a) ? a.T : null;

    public GraphProto? Graph(string attribute) =>
        _attributes.TryGetValue(attribute, out var a) ? a.G : null;

    /// <summary>A rejection that names this node.</summary>
    public RejectedException Rejected(string reason, string remedy) => new([ProblemOf(reason, remedy)]);

    public Problem ProblemOf(string reason, string remedy) => new($"model: node '{Name}' ({Type})", reason, remedy);

    public override string ToString() => $"{Name} ({Type})";
}
