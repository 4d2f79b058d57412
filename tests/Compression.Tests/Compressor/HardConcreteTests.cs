using DeepIoT.Compression.Compressor;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Compressor;

public sealed class HardConcreteTests
{
    [Fact]
    public void Gates_are_open_as_often_as_their_probability_says()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        const int Draws = 40_000;
        var logits = tensor(new[] { -3f, -1f, 0f, 2f });

        var gates = HardConcrete.Sample(logits, Draws, generator);
        var open = gates.gt(0).to(ScalarType.Float32).mean([0]);
        var p = HardConcrete.OpenProbability(logits);

        Assert.True(gates.ge(0).all().item<bool>() && gates.le(1).all().item<bool>());
        for (var u = 0; u < 4; u++)
        {
            var expected = p[u].item<float>();
            // Five standard errors of a share over so many draws.
            Assert.Equal(expected, open[u].item<float>(), 5 * Math.Sqrt(expected * (1 - expected) / Draws));
        }
    }

    [Fact]
    public void A_gate_far_open_is_one_and_a_gate_far_closed_is_zero_at_evaluation()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([0f, 1f], HardConcrete.Mean(tensor(new[] { -6f, 6f })).data<float>().ToArray());
    }
}
