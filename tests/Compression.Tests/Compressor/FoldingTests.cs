using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Compressor;

public sealed class FoldingTests
{
    [Fact]
    public void A_network_with_folded_gates_is_the_gated_network()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var graph = ModelGraph.Read(ModelZoo.Find("digits").Build(1));
        using var network = new Network(graph);
        using var folded = network.Clone();
        var p = graph.Groups.Select(g => rand([g.Units], generator: generator)).ToArray();
        var x = rand([3, 1, 8, 8], generator: generator);

        Folding.Fold(folded, [.. p.Select(pk => pk.data<float>().ToArray())]);

        var gated = network.Logits(x, new Gates([.. p.Select(pk => pk.unsqueeze(0))]));
        Assert.True((gated - folded.Logits(x)).abs().max().item<float>() < 1e-5);
    }
}
