using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.TimeModel;

/// <summary>
/// What one node of a graph asks of a board, by the widths of the unit groups. The figures are those of FastDeepIoT
/// (SenSys 2018): work, memory traffic and weights, and the channels that its splits look at.
/// </summary>
public sealed class NodeCost
{
    /// <summary>Channels that vector kernels compute at a time: eight floats of 256 bits.</summary>
    private const int Block = 8;

    private readonly IReadOnlyList<CostTerm> _macs;
    private readonly CostTerm[] _reads;
    private readonly CostTerm[] _writes;
    private readonly CostTerm[] _weights;
    private readonly double _positions;
    private readonly DimensionSize _inChannels;
    private readonly DimensionSize _outChannels;

    private NodeCost(ModelGraph graph, int index)
    {
        var node = graph.Nodes[index];
        var tally = new CostTally(graph) { Node = node };
        graph.Operators[index].Cost(tally);
        Kind = node.Type;
        _macs = tally.Macs;
        _positions = _macs.Select(term => term.Coefficient).DefaultIfEmpty(0).Max();
        _reads = [.. node.Inputs.Where(graph.Values.ContainsKey).Select(tally.BytesOf)];
        _writes = [.. node.Outputs.Where(graph.Values.ContainsKey).Select(tally.BytesOf)];
        _weights = [.. node.Inputs.Where(graph.Weights.ContainsKey).Select(tally.BytesOf)];
        _inChannels = Channels(node.Inputs.FirstOrDefault(graph.Values.ContainsKey));
        _outChannels = Channels(node.Outputs.FirstOrDefault(graph.Values.ContainsKey));

        // Pictures have their channels second, all else last.
        DimensionSize Channels(string? name) => name is null || graph.Values[name].Rank == 0
            ? new DimensionSize(1, [])
            : tally.SizeOf(name, graph.Values[name].Rank >= 4 ? 1 : graph.Values[name].Rank - 1);
    }

    /// <summary>The operator's type.</summary>
    public string Kind { get; }

    public static IReadOnlyList<NodeCost> Of(ModelGraph graph) => [.. Enumerable.Range(0, graph.Nodes.Count).Select(i => new NodeCost(graph, i))];

    /// <summary>One figure for each <see cref="Feature"/>, at these widths.</summary>
    public double[] At(ReadOnlySpan<double> widths)
    {
        var figures = new double[Features.Count];
        figures[(int)Feature.Once] = 1;
        figures[(int)Feature.Positions] = _positions;
        figures[(int)Feature.Macs] = Sum(_macs, widths);
        figures[(int)Feature.PaddedMacs] = Padded(widths);
        figures[(int)Feature.ReadBytes] = Sum(_reads, widths);
        figures[(int)Feature.WrittenBytes] = Sum(_writes, widths);
        figures[(int)Feature.WeightBytes] = Sum(_weights, widths);
        figures[(int)Feature.InChannels] = _inChannels.At(widths);
        figures[(int)Feature.OutChannels] = _outChannels.At(widths);
        return figures;
    }

    private static double Sum(IReadOnlyList<CostTerm> terms, ReadOnlySpan<double> widths)
    {
        double sum = 0;
        foreach (var term in terms) sum += term.At(widths);
        return sum;
    }

    /// <summary>The work of kernels that compute whole blocks of channels.</summary>
    private double Padded(ReadOnlySpan<double> widths)
    {
        double sum = 0;
        foreach (var term in _macs)
        {
            var product = term.Coefficient;
            foreach (var size in term.Sizes)
            {
                var n = size.At(widths);
                product *= size.Counts.Count == 0 ? n : Math.Ceiling(n / Block) * Block;
            }
            sum += product;
        }
        return sum;
    }
}
