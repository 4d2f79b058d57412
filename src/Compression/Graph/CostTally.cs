namespace DeepIoT.Compression.Graph;

/// <summary>Collects the cost terms of a graph; operators add their multiply-accumulates.</summary>
public sealed class CostTally(ModelGraph graph)
{
    private readonly List<CostTerm> _macs = [];

    public Node Node { get; set; } = graph.Nodes[0];

    public IReadOnlyList<CostTerm> Macs => _macs;

    public Value Output => graph.Values[Node.Outputs[0]];

    public Value Input(int index) => graph.ValueOf(Node.Inputs[index]);

    /// <summary>Every element of the weight multiplies once at each position.</summary>
    public void Multiply(int input, double positions)
    {
        if (graph.Weights.TryGetValue(Node.Inputs[input], out var weight))
            _macs.Add(new CostTerm(positions, SizesOf(weight.Shape, weight.Labels)));
    }

    /// <summary>Product of the output's sizes along the given axes; the batch counts once.</summary>
    public double Positions(IEnumerable<int> axes) => Positions(Output, axes);

    /// <summary>Product of a value's sizes along the given axes.</summary>
    public static double Positions(Value value, IEnumerable<int> axes) =>
        axes.Aggregate(1.0, (product, a) => product * Math.Abs(value.Shape[a]));

    public IReadOnlyList<CostTerm> Parameters() =>
        [.. graph.Weights.Values.Where(w => w.IsTrainable).Select(w => new CostTerm(1, SizesOf(w.Shape, w.Labels)))];

    public IReadOnlyList<CostTerm> WeightBytes() => [.. graph.Weights.Keys.Select(BytesOf)];

    /// <summary>Bytes of every tensor that a node makes, for one sample.</summary>
    public IReadOnlyList<CostTerm> ActivationBytes() =>
    [
        .. graph.Nodes.SelectMany(n => n.Outputs).Where(graph.Values.ContainsKey).Select(BytesOf),
    ];

    /// <summary>Bytes of one value of one sample, or of a weight.</summary>
    public CostTerm BytesOf(string name)
    {
        var value = graph.ValueOf(name);
        return new CostTerm(sizeof(float), SizesOf(value.Shape, value.Labels));
    }

    /// <summary>Size of one dimension of a value or weight; the batch counts once.</summary>
    public DimensionSize SizeOf(string name, int axis)
    {
        var value = graph.ValueOf(name);
        return SizesOf(value.Shape, value.Labels)[axis];
    }

    private List<DimensionSize> SizesOf(long[] shape, int[]?[] labels) =>
    [
        .. shape.Select((n, d) =>
        {
            if (labels[d] is not { } owners) return new DimensionSize(Math.Abs(n), []);
            var places = owners.Select(graph.Grouping.PlaceOf).ToList();
            var counts = places.OfType<(int Group, int Unit)>().GroupBy(p => p.Group)
                .Select(g => (g.Key, (double)g.Count() / graph.Groups[g.Key].Units));
            return new DimensionSize(places.Count(p => p is null), [.. counts]);
        }),
    ];
}
