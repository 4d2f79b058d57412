using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Critic;

public sealed class AdamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5e-4)]
    public void Steps_are_those_of_Torch(double weightDecay)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var start = rand([4, 5], generator: generator);
        var (ours, theirs) = (start.clone().requires_grad_(true), new TorchSharp.Modules.Parameter(start.clone()));
        using var adam = new Adam([ours], 0.9, 0.999, weightDecay);
        using var reference = optim.Adam([theirs], 0.01, 0.9, 0.999, 1e-8, weightDecay);
        for (var step = 0; step < 20; step++)
        {
            adam.Step([.. autograd.grad([ours.pow(3).sum()], [ours])], 0.01);
            reference.zero_grad();
            theirs.pow(3).sum().backward();
            reference.step();
        }

        Assert.True((ours - theirs).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Moments_are_sliced_like_their_weights()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var graph = ModelGraph.Read(ModelZoo.Find("digits").Build(1));
        using var network = new Network(graph);
        using var adam = new Adam(network.Trainable.Select(t => t.Value));
        Tensor[] gradients = [.. adam.Values.Select(v => rand(v.shape, generator: generator))];
        adam.Step(gradients, 1e-3);
        var keep = new Keep(graph, [[1, 4], [0, 2, 5], [7, 8]]);
        using var smaller = network.Sliced(keep);
        adam.Slice(graph, keep, smaller);

        // The same gradients, sliced, move the sliced weights exactly as the whole ones moved theirs.
        var weights = graph.Weights.Values.Where(w => w.IsTrainable).ToArray();
        adam.Step([.. gradients.Select((g, i) => keep.Select(g, weights[i].Labels))], 1e-3);
        using var whole = new Network(graph);
        using var wholeAdam = new Adam(whole.Trainable.Select(t => t.Value));
        wholeAdam.Step(gradients, 1e-3);
        wholeAdam.Step(gradients, 1e-3);
        for (var i = 0; i < weights.Length; i++)
            Assert.Equal(keep.Select(wholeAdam.Values[i], weights[i].Labels).data<float>().ToArray(), adam.Values[i].data<float>().ToArray());
    }
}
