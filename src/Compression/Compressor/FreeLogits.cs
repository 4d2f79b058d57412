using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>One free logit a unit: the compressor without its view of the weights, for the ablation `view: none`.</summary>
public sealed class FreeLogits : KeepLogits
{
    public FreeLogits(ModelGraph graph, double offset)
    {
        foreach (var group in graph.Groups) Add(full([group.Units], Number(offset)));
        Relabel(graph);
    }

    public override Tensor[] Of(Network network) => [.. Parameters];

    protected override IEnumerable<int[]?[]> LabelsFor(ModelGraph graph) => graph.Groups.Select(g => new int[]?[] { LabelsOf(g) });
}
