using System.Globalization;
using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.TimeModel;

/// <summary>
/// Execution time of networks on one board class, learned from measured networks: for each operator a tree of linear
/// models, summed over the nodes. FastDeepIoT (SenSys 2018), section 3; here the trees are fitted to whole networks, so
/// that what a runtime fuses or reorders between nodes is in them. Energy is learned in the same way.
/// </summary>
/// <param name="BoardClass">What it was measured on.</param>
/// <param name="Trees">By operator type; <see cref="Other"/> for those seen too rarely to have their own.</param>
/// <param name="Observations">Networks it was learned from.</param>
/// <param name="MedianError">Median of |predicted / measured − 1| under cross-validation.</param>
/// <param name="Cost">Latency, in milliseconds, or energy, in millijoules.</param>
public sealed record ExecutionTimeModel(string BoardClass, IReadOnlyDictionary<string, TimeTree> Trees, int Observations, double MedianError, CostKind Cost = CostKind.Latency)
{
    public const string Other = "any other";

    /// <summary>Milliseconds, or millijoules, of one inference of one sample.</summary>
    public double At(IEnumerable<(string Kind, double[] Figures)> nodes)
    {
        double time = 0;
        foreach (var (kind, figures) in nodes) time += TreeOf(kind)?.At(figures) ?? 0;
        return time;
    }

    /// <summary>What is predicted as a cost of the graph's widths.</summary>
    public ICost CostOf(ModelGraph graph) => new PredictedTime(this, NodeCost.Of(graph));

    /// <summary>Operators of the graph that it has never seen measured: their time is not in its predictions.</summary>
    public IReadOnlyList<string> Unknown(ModelGraph graph) => [.. graph.Nodes.Select(node => node.Type).Where(kind => TreeOf(kind) is null).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>For people.</summary>
    public IEnumerable<string> Rules() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{BoardClass}, {Cost.ToString().ToLowerInvariant()}: {Observations} networks, median error {100 * MedianError:0.0} % under cross-validation"),
        .. Trees.OrderBy(tree => tree.Key, StringComparer.Ordinal).SelectMany(tree => tree.Value.Rules(Cost == CostKind.Energy ? 'J' : 's').Select(rule => $"  {rule}").Prepend(tree.Key)),
    ];

    private TimeTree? TreeOf(string kind) => Trees.GetValueOrDefault(kind) ?? Trees.GetValueOrDefault(Other);

    private sealed class PredictedTime(ExecutionTimeModel model, IReadOnlyList<NodeCost> nodes) : ICost
    {
        /// <summary>Times rise in steps of whole blocks; the slope is taken over one block to each side.</summary>
        private const double Reach = 8;

        public double At(ReadOnlySpan<double> widths)
        {
            double time = 0;
            foreach (var node in nodes) time += model.TreeOf(node.Kind)?.At(node.At(widths)) ?? 0;
            return time;
        }

        public double[] Slopes(ReadOnlySpan<double> widths)
        {
            var (slopes, moved) = (new double[widths.Length], widths.ToArray());
            for (var k = 0; k < slopes.Length; k++)
            {
                var (low, high) = (Math.Max(1, widths[k] - Reach), widths[k] + Reach);
                moved[k] = high;
                var above = At(moved);
                moved[k] = low;
                slopes[k] = (above - At(moved)) / (high - low);
                moved[k] = widths[k];
            }
            return slopes;
        }
    }
}
