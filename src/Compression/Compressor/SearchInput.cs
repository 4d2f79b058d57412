using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Compression.Compressor;

/// <summary>What a search starts from.</summary>
/// <param name="Graph">The uncompressed model; a search makes its own network of it.</param>
/// <param name="Cost">The cost it reduces.</param>
/// <param name="TargetShare">Share of that cost to end at.</param>
public sealed record SearchInput(
    ModelGraph Graph,
    TrainingData Data,
    CostKind Cost,
    double TargetShare,
    int Iterations,
    ulong Seed)
{
    /// <summary>Where a search for the smallest network ends, unless the groups' floors come first.</summary>
    private const double LeastShare = 0.004;

    /// <param name="defaultIterations">Of the method, when the settings name none.</param>
    public static SearchInput Of(ModelGraph graph, TrainingData data, TrialSettings settings, int defaultIterations)
    {
        var floor = graph.CostOf(settings.Cost).SmallestShare(graph);
        return new SearchInput(graph, data, settings.Cost, settings.TargetShare ?? Math.Max(LeastShare, 1.2 * floor),
            settings.Iterations ?? defaultIterations, settings.Seed);
    }

    /// <summary>Cost of the uncompressed model.</summary>
    public double WholeCost { get; } = Graph.CostOf(Cost).At(Graph.Widths);
}
