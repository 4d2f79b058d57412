using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Compressor;

public sealed class LstmCompressorTests
{
    private readonly ModelGraph _graph = ModelGraph.Read(ModelZoo.Find("lenet5").Build(1));

    [Fact]
    public void Every_unit_gets_a_logit_and_no_gradient_reaches_the_critic()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = new Network(_graph);
        // A fresh network's biases are zero, and what they say to the compressor with them.
        foreach (var (_, value) in network.Trainable)
        {
            using (no_grad()) value.add_(0.1);
        }
        using var compressor = new LstmCompressor(_graph, generator, offset: 2);

        var logits = compressor.Of(network);
        var sum = logits.Select(l => l.sum()).Aggregate((a, b) => a + b);
        var gradients = autograd.grad([sum], [.. compressor.Parameters]);

        Assert.Equal(_graph.Groups.Select(g => (long)g.Units), logits.Select(l => l.shape.Single()));
        Assert.All(gradients, g => Assert.True(g.abs().max().item<float>() > 0));
        compressor.Of(network)[2].sum().backward();
        Assert.All(network.Trainable, t => Assert.Null(t.Value.grad));
    }

    [Fact]
    public void A_later_group_sees_the_weights_of_an_earlier_one()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = new Network(_graph);
        using var compressor = new LstmCompressor(_graph, generator, offset: 0);
        var before = compressor.Of(network)[2].data<float>().ToArray();

        using (no_grad()) network.Weights["conv1.weight"].mul_(3);

        Assert.NotEqual(before, compressor.Of(network)[2].data<float>().ToArray());
    }

    [Fact]
    public void It_shrinks_with_the_network_and_sees_removed_zeros_and_missing_units_alike()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = new Network(_graph);
        using var compressor = new LstmCompressor(_graph, generator, offset: 0);
        int[][] kept = [[0, 4, 9], [1, 2, 3, 40], [5, 100, 300]];
        var keep = new Keep(_graph, kept);
        // A unit whose weights are all zero adds nothing to what the compressor sees, as if it were gone.
        using var zeroed = network.Clone();
        var gates = _graph.Groups.Select((g, k) => Enumerable.Range(0, g.Units).Select(u => kept[k].Contains(u) ? 1f : 0f).ToArray()).ToArray();
        using (no_grad())
        {
            foreach (var group in _graph.Groups)
            {
                foreach (var producer in UnitRows.ProducersOf(group, _graph))
                {
                    var weight = zeroed.Weights[producer.Weight.Name];
                    var mask = tensor(gates[group.Index]);
                    weight.mul_(mask.view([-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)]));
                }
            }
        }
        Folding.Fold(zeroed, gates);
        var whole = compressor.Of(zeroed);
        using var smaller = network.Sliced(keep);

        compressor.Follow(keep, smaller.Graph);
        var shrunk = compressor.Of(smaller);

        for (var k = 0; k < kept.Length; k++)
        {
            var expected = whole[k].index_select(0, tensor(kept[k].Select(u => (long)u).ToArray()));
            Assert.True((expected - shrunk[k]).abs().max().item<float>() < 1e-5);
        }
    }
}
