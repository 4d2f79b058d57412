using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Zoo;

public sealed class ModelZooTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Entries.Select(entry => entry.Name)];

    [Theory]
    [InlineData("lenet5", 431_080)]
    [InlineData("digits", 93_962)]
    public void An_entry_has_the_parameters_it_is_known_by(string name, int parameters)
    {
        var graph = ModelGraph.Read(ModelZoo.Find(name).Build(1));

        Assert.Equal(parameters, graph.Parameters.At(graph.Widths));
        Assert.Equal(3, graph.Groups.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others(string name)
    {
        var build = ModelZoo.Find(name).Build;

        Assert.Equal(OnnxFile.Serialize(build(1)), OnnxFile.Serialize(build(1)));
        Assert.NotEqual(OnnxFile.Serialize(build(1)), OnnxFile.Serialize(build(2)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Onnx_runtime_runs_an_entry_on_batches_of_any_size(string name)
    {
        var entry = ModelZoo.Find(name);
        using var model = new OnnxRuntimeModel(entry.Build(1));
        var size = (int)entry.Input.Aggregate((a, b) => a * b);
        var samples = Enumerable.Range(0, 3 * size).Select(i => i % 7 / 7f).ToArray();

        var together = model.Run(samples, [3, .. entry.Input]);
        var alone = model.Run(samples[..size], [1, .. entry.Input]);

        Assert.Equal(3 * entry.Classes, together.Length);
        Assert.Equal(entry.Classes, alone.Length);
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(alone.Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Initial_weights_keep_the_size_of_activations(string name)
    {
        var graph = ModelZoo.Find(name).Build(1).Graph;
        foreach (var weight in graph.Initializer.Where(tensor => tensor.Dims.Count > 1 && !tensor.Name.StartsWith("scores", StringComparison.Ordinal)))
        {
            var values = weight.Floats();
            var inputs = values.Length / weight.Dims[0];

            // He et al. 2015: a variance of two over the number of inputs.
            Assert.Equal(1, values.Average(value => value * value) * inputs / 2, 0.1);
        }
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Contains("digits, lenet5", Assert.Throws<RejectedException>(() => ModelZoo.Find("alexnet")).Problems[0].Remedy);
}
