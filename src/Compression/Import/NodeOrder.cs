using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>Puts nodes behind the nodes whose outputs they read; a list that is in order stays as it is.</summary>
internal static class NodeOrder
{
    /// <param name="known">Names that are there from the start; null leaves names that nothing makes unchecked.</param>
    /// <exception cref="RejectedException">The nodes form a cycle, or read what nothing provides.</exception>
    public static List<NodeProto> Sorted(IReadOnlyList<NodeProto> nodes, IReadOnlySet<string>? known)
    {
        var maker = new Dictionary<string, int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var output in nodes[i].Output.Where(o => o.Length > 0)) maker[output] = i;
        }
        var reads = nodes.Select(n => Reads(n).Distinct().ToList()).ToList();
        if (known is not null) RejectMissing(nodes, reads, maker, known);

        var sorted = new List<NodeProto>(nodes.Count);
        var state = new State[nodes.Count];
        // Depth first on a stack of our own: a chain may be longer than a thread's stack.
        var open = new Stack<(int Node, int NextRead)>();
        for (var start = 0; start < nodes.Count; start++)
        {
            if (state[start] == State.New) Visit(start);
            while (open.TryPop(out var top))
            {
                var (node, next) = top;
                while (next < reads[node].Count && !(maker.TryGetValue(reads[node][next], out var made) && state[made] != State.Done)) next++;
                if (next == reads[node].Count)
                {
                    state[node] = State.Done;
                    sorted.Add(nodes[node]);
                    continue;
                }
                var before = maker[reads[node][next]];
                if (state[before] == State.Open)
                    throw new RejectedException("model", $"has a cycle through node '{NameOf(nodes[before])}'", "Export the model again.");
                open.Push((node, next + 1));
                Visit(before);
            }
        }
        return sorted;

        void Visit(int node)
        {
            state[node] = State.Open;
            open.Push((node, 0));
        }
    }

    public static string NameOf(NodeProto node) =>
        node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(o => o.Length > 0) ?? node.OpType;

    /// <summary>Everything that a node reads, with what its branches take from outside.</summary>
    public static IEnumerable<string> Reads(NodeProto node) =>
        node.Input.Concat(node.Attribute.Where(a => a.G is not null).SelectMany(a => Captured(a.G))).Where(name => name.Length > 0);

    private static List<string> Captured(GraphProto graph)
    {
        var own = graph.Node.SelectMany(n => n.Output).Concat(graph.Initializer.Select(t => t.Name)).Concat(graph.Input.Select(i => i.Name)).ToHashSet();
        return [.. graph.Node.SelectMany(Reads).Concat(graph.Output.Select(o => o.Name)).Where(name => !own.Contains(name))];
    }

    private static void RejectMissing(IReadOnlyList<NodeProto> nodes, List<List<string>> reads, Dictionary<string, int> maker, IReadOnlySet<string> known)
    {
        var missing = nodes.Zip(reads).SelectMany(n => n.Second.Where(r => !maker.ContainsKey(r) && !known.Contains(r)).Select(r => (Node: n.First, Name: r)))
            .Take(ModelLimits.ProblemsShown).ToList();
        if (missing.Count > 0)
        {
            throw new RejectedException([.. missing.Select(m => new Problem(
                $"model: node '{NameOf(m.Node)}' ({m.Node.OpType})", $"reads '{m.Name}', which nothing provides", "Export the model again."))]);
        }
    }

    private enum State
    {
        New,
        Open,
        Done,
    }
}
