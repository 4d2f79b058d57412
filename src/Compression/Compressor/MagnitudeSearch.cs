using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// Method `magnitude`, the baseline: a unit's score is the norm of the weights that make it, relative to the mean norm
/// of its group.
/// </summary>
public sealed class MagnitudeSearch(SearchInput input, ShrinkingOptions options) : ShrinkingSearch(input, options)
{
    protected override float[]?[] Scores()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return [.. Network.Graph.Groups.Select(g =>
        {
            var squares = zeros(g.Units);
            foreach (var producer in UnitRows.ProducersOf(g, Network.Graph))
                squares.Increase(producer.Rows(Network.Weights[producer.Weight.Name]).Squared().sum(1));
            var norms = squares.sqrt();
            return norms.div_(norms.mean()).data<float>().ToArray();
        })];
    }
}
