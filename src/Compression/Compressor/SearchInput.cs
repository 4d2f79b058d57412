using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Compression.Compressor;

/// <summary>What a search starts from.</summary>
/// <param name="Graph">The model, or a network sliced from it; a search makes its own network of it.</param>
/// <param name="Budget">What it reduces.</param>
/// <param name="TargetShare">Share of that to end at.</param>
public sealed record SearchInput(
    ModelGraph Graph,
    TrainingData Data,
    Budget Budget,
    double TargetShare,
    int Iterations,
    ulong Seed)
{
    /// <summary>The uncompressed model, of whose cost all shares are.</summary>
    public ModelGraph Original { get; init; } = Graph;

    /// <summary>Where a search for the smallest network ends, unless the groups' floors come first.</summary>
    private const double LeastShare = 0.004;

    /// <param name="defaultIterations">Of the method, when the settings name none.</param>
    public static SearchInput Of(ModelGraph graph, TrainingData data, TrialSettings settings, int defaultIterations)
    {
        var floor = settings.Budget.CostOf(graph, graph).SmallestShare(graph);
        return new SearchInput(graph, data, settings.Budget, settings.TargetShare ?? Math.Max(LeastShare, 1.2 * floor),
            settings.Iterations ?? defaultIterations, settings.Seed);
    }

    /// <summary>Cost of what is left of the model, as a share of the uncompressed one's.</summary>
    public ICost CostOf(ModelGraph left) => Budget.CostOf(left, Original);
}
