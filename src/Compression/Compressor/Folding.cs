using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>Multiplies constant gates into the weights that sum over the gated units, so that no gate is left.</summary>
public static class Folding
{
    /// <param name="factors">For each group the factor of each unit, [units]; null leaves a group as it is.</param>
    public static void Fold(Network network, IReadOnlyList<float[]?> factors)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var consuming = network.Graph.Groups.SelectMany(g => g.Slots).Select(s => s.Slot).Where(s => s.Role is SlotRole.Consumes or SlotRole.Recurs)
            .Select(s => (s.Weight, s.Dimension)).Distinct();
        foreach (var (weight, dimension) in consuming)
        {
            var along = weight.Labels[dimension]!
                .Select(l => network.Graph.Grouping.PlaceOf(l) is { } p && factors[p.Group] is { } f ? f[p.Unit] : 1f).ToArray();
            var shape = weight.Shape.Select((n, d) => d == dimension ? n : 1).ToArray();
            network.Weights[weight.Name].mul_(TorchMemory.Of(along, shape));
        }
    }
}
