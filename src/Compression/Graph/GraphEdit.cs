using DeepIoT.Compression.Onnx;
using static DeepIoT.Compression.Onnx.AttributeProto.Types;

namespace DeepIoT.Compression.Graph;

/// <summary>Replaces nodes of a graph by others, in any order; each look-up takes the same time however large the graph is.</summary>
internal sealed class GraphEdit
{
    private readonly GraphProto _graph;
    private readonly List<NodeProto> _nodes;
    private readonly HashSet<NodeProto> _removed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<NodeProto>> _readers = [];
    private readonly Dictionary<string, TensorProto> _stored;
    private readonly HashSet<string> _names;

    public GraphEdit(GraphProto graph)
    {
        (_graph, _nodes, _stored) = (graph, [], graph.Initializer.ToDictionary(t => t.Name));
        _names = [.. _stored.Keys, .. graph.Input.Select(i => i.Name), .. graph.Node.SelectMany(n => n.Output)];
        foreach (var node in graph.Node) Add(node);
    }

    /// <summary>The name, or one like it, that no value of the graph has.</summary>
    public string Fresh(string name)
    {
        while (!_names.Add(name)) name += "'";
        return name;
    }

    public TensorProto? Stored(string name) => _stored.GetValueOrDefault(name);

    /// <summary>The nodes that take a value as an input.</summary>
    public IReadOnlyList<NodeProto> ReadersOf(string name) =>
        _readers.TryGetValue(name, out var readers) ? [.. readers.Where(n => !_removed.Contains(n))] : [];

    /// <returns>The name under which it is stored: its own, or a fresh one like it.</returns>
    public string Add(TensorProto tensor)
    {
        tensor.Name = Fresh(tensor.Name);
        _graph.Initializer.Add(tensor);
        _stored.Add(tensor.Name, tensor);
        return tensor.Name;
    }

    public void Add(NodeProto node)
    {
        _nodes.Add(node);
        foreach (var input in node.Input.Distinct())
        {
            if (!_readers.TryGetValue(input, out var readers)) _readers.Add(input, readers = []);
            readers.Add(node);
        }
    }

    public void Add(string type, string name, string output, IEnumerable<string> inputs, params IEnumerable<(string Name, long Value)> attributes) => Add(new NodeProto
    {
        OpType = type,
        Name = name,
        Output = { output },
        Input = { inputs },
        Attribute = { attributes.Select(a => new AttributeProto { Name = a.Name, I = a.Value, Type = AttributeType.Int }) },
    });

    public void Remove(NodeProto node) => _removed.Add(node);

    /// <summary>Writes the nodes that are left into the graph, in no order.</summary>
    public void Finish()
    {
        _graph.Node.Clear();
        _graph.Node.AddRange(_nodes.Where(n => !_removed.Contains(n)));
    }
}
