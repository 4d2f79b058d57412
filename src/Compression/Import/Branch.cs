using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>A branch of an `If` written out in the place of its node: inner names get the node's name in front.</summary>
internal static class Branch
{
    public static (IReadOnlyList<NodeProto> Nodes, IReadOnlyList<TensorProto> Constants) Inline(GraphProto branch, Node node)
    {
        var prefix = node.Outputs.First(o => o.Length > 0);
        var inner = branch.Node.SelectMany(n => n.Output).Concat(branch.Initializer.Select(t => t.Name)).Where(name => name.Length > 0);
        var names = inner.Distinct().ToDictionary(name => name, name => $"{prefix}/{name}");
        var nodes = NodeOrder.Sorted(branch.Node, known: null).Select(n => Renamed(n, names)).ToList();
        var constants = branch.Initializer.Select(t => t.Clone()).ToList();
        foreach (var constant in constants) constant.Name = names[constant.Name];
        foreach (var (outer, output) in node.Outputs.Zip(branch.Output))
        {
            var identity = new NodeProto { OpType = "Identity", Name = $"{node.Name}/{outer}" };
            identity.Input.Add(names.GetValueOrDefault(output.Name, output.Name));
            identity.Output.Add(outer);
            nodes.Add(identity);
        }
        return (nodes, constants);
    }

    private static NodeProto Renamed(NodeProto node, IReadOnlyDictionary<string, string> names)
    {
        var renamed = node.Clone();
        for (var i = 0; i < renamed.Input.Count; i++) renamed.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
        for (var i = 0; i < renamed.Output.Count; i++) renamed.Output[i] = names.GetValueOrDefault(node.Output[i], node.Output[i]);
        foreach (var graph in renamed.Attribute.Where(a => a.G is not null).Select(a => a.G)) RenameCaptured(graph, names);
        return renamed;
    }

    /// <summary>Inside a branch of a branch, names of its own hide those of the outer one.</summary>
    private static void RenameCaptured(GraphProto graph, IReadOnlyDictionary<string, string> outer)
    {
        var own = graph.Node.SelectMany(n => n.Output).Concat(graph.Initializer.Select(t => t.Name)).ToHashSet();
        var names = outer.Where(n => !own.Contains(n.Key)).ToDictionary(n => n.Key, n => n.Value);
        for (var i = 0; i < graph.Node.Count; i++) graph.Node[i] = Renamed(graph.Node[i], names);
        foreach (var output in graph.Output) output.Name = names.GetValueOrDefault(output.Name, output.Name);
    }
}
