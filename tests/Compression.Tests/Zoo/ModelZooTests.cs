using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Zoo;

public sealed class ModelZooTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Entries.Select(entry => entry.Name)];

    [Theory]
    [InlineData("lenet5", 3, 431_080)]
    [InlineData("digits", 3, 93_962)]
    [InlineData("vgg16", 15, 33_638_218 + (2 * 4224))]
    [InlineData("vgg16-plain", 15, 33_638_218)]
    [InlineData("bilstm", 10, 19_090_443)]
    [InlineData("bilstm-narrow", 4, 441_099)]
    [InlineData("deepsense-activity", 10, 516_726)]
    [InlineData("deepsense-user", 10, 519_630)]
    public void An_entry_has_the_parameters_it_is_known_by(string name, int groups, int parameters)
    {
        var graph = ModelGraph.Read(ModelZoo.Find(name).Build(1));

        Assert.Equal(parameters, graph.Parameters.At(graph.Widths));
        Assert.Equal(groups, graph.Groups.Count);
    }

    [Fact]
    public void Deepsense_is_as_large_as_published_without_the_matrix_that_the_paper_leaves_out()
    {
        const int firstRecurrentMatrix = 3 * 120 * 120, secondBiases = 2 * 3 * 120;
        var graph = ModelGraph.Read(ModelZoo.Find("deepsense-activity").Build(1));

        Assert.Equal(472_500, graph.Parameters.At(graph.Widths) - firstRecurrentMatrix - secondBiases, 472_500 * 0.001);
    }

    [Fact]
    public void The_speech_network_is_as_large_as_published_for_26_bands_and_29_letters()
    {
        var graph = ModelGraph.Read(BiLstm.Build(new ZooRequest(1, Width: 1, Classes: 29), layers: 5, published: 512, bands: 26));

        Assert.Equal(19.0e6, graph.Parameters.At(graph.Widths), 0.1e6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_width_scales_every_hidden_layer_and_leaves_at_least_four_units(string name)
    {
        var entry = ModelZoo.Find(name);
        var (whole, half, least) = (ModelGraph.Read(Small.Build(name)), ModelGraph.Read(Small.Build(name, 0.5)), ModelGraph.Read(entry.Build(1, 1e-6)));

        Assert.All(whole.Groups.Zip(half.Groups), pair => Assert.Equal(Math.Max(4, Math.Round(pair.First.Units / 2.0, MidpointRounding.AwayFromZero)), pair.Second.Units, 1.0));
        Assert.All(least.Groups, group => Assert.Equal(4, group.Units));
        Assert.Equal(entry.Classes, least.Output.Shape[^1]);
    }

    [Theory]
    [InlineData(0, null, "width")]
    [InlineData(-1, null, "width")]
    [InlineData(double.NaN, null, "width")]
    [InlineData(9, null, "width")]
    [InlineData(1, 1, "classes")]
    public void A_form_that_makes_no_network_is_refused(double width, int? classes, string field) =>
        Assert.Equal(field, Assert.Single(Assert.Throws<RejectedException>(() => ModelZoo.Find("digits").Build(1, width, classes)).Problems).Field);

    [Fact]
    public void Other_classes_are_scored_when_asked_for() =>
        Assert.Equal([Value.Batch, 5], ModelGraph.Read(ModelZoo.Find("deepsense-activity").Build(1, 0.1, classes: 5)).Output.Shape);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others(string name)
    {
        Assert.Equal(OnnxFile.Serialize(Small.Build(name)), OnnxFile.Serialize(Small.Build(name)));
        Assert.NotEqual(OnnxFile.Serialize(Small.Build(name)), OnnxFile.Serialize(Small.Build(name, seed: 2)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Onnx_runtime_runs_an_entry_on_batches_of_any_size(string name)
    {
        var entry = ModelZoo.Find(name);
        using var model = new OnnxRuntimeModel(Small.Build(name));
        var size = (int)entry.Input.Aggregate((a, b) => a * b);
        var samples = Enumerable.Range(0, 3 * size).Select(i => i % 7 / 7f).ToArray();

        var together = model.Run(samples, [3, .. entry.Input]);
        var alone = model.Run(samples[..size], [1, .. entry.Input]);

        var scores = entry.Classes * (entry.Task == TaskKind.Sequence ? (int)entry.Input[0] : 1);
        Assert.Equal(3 * scores, together.Length);
        Assert.Equal(scores, alone.Length);
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(alone.Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Initial_weights_keep_the_size_of_activations(string name)
    {
        var graph = Small.Build(name).Graph;
        var weights = graph.Node.Where(node => node.OpType is "Conv" or "Gemm" && node.Name != "scores").Select(node => node.Input[1]).ToHashSet();
        foreach (var weight in graph.Initializer.Where(tensor => weights.Contains(tensor.Name)))
        {
            var values = weight.Floats();
            var inputs = values.Length / weight.Dims[0];

            // He et al. 2015: a variance of two over the number of inputs.
            Assert.Equal(1, values.Average(value => value * value) * inputs / 2, 0.1);
        }
    }

    [Fact]
    public void Forget_gates_of_an_lstm_start_open_and_all_other_biases_at_zero()
    {
        var bias = Small.Build("bilstm").Graph.Initializer.Single(tensor => tensor.Name == "forward1.bias");
        var units = (int)bias.Dims[1] / 8;

        Assert.Equal([.. new float[2 * units], .. Enumerable.Repeat(1f, units), .. new float[5 * units]], bias.Floats());
    }

    [Fact]
    public void The_branches_of_deepsense_share_their_last_filters_where_they_are_stacked()
    {
        var groups = ModelGraph.Read(ModelZoo.Find("deepsense-activity").Build(1)).Groups;

        Assert.Equal(
            ["acc_conv1", "acc_conv2", "acc_conv3+gyro_conv3", "gru1", "gru2", "gyro_conv1", "gyro_conv2", "merge_conv1", "merge_conv2", "merge_conv3"],
            groups.Select(group => group.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["gru1", "gru2"], groups.Where(group => group.IsRecurrent).Select(group => group.Name));
        var shared = groups.Single(group => group.Name.Contains('+'));
        Assert.Contains("stacks them on axis 3", Assert.Single(shared.Ties), StringComparison.Ordinal);
        Assert.Contains("gru1 in (1 ↔ 8)", groups.Single(group => group.Name == "merge_conv3").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_layer_and_direction_of_the_speech_network_is_a_group_of_its_own()
    {
        var groups = ModelGraph.Read(ModelZoo.Find("bilstm-narrow").Build(1)).Groups;

        Assert.Equal(["forward1", "forward2", "reverse1", "reverse2"], groups.Select(group => group.Name).Order(StringComparer.Ordinal));
        Assert.All(groups, group => Assert.True(group.IsRecurrent && group.Ties.Count == 0));
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Contains("digits, lenet5", Assert.Throws<RejectedException>(() => ModelZoo.Find("alexnet")).Problems[0].Remedy);
}
