using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.TimeModel.Stored;
using DeepIoT.Compression.Zoo;
using Google.Protobuf;
using StoredModel = DeepIoT.Compression.TimeModel.Stored.TimeModel;

namespace DeepIoT.Compression.Tests.TimeModel;

public sealed class TimeModelFitTests
{
    private static readonly ModelGraph LeNet5 = ModelGraph.Read(ModelZoo.Find("lenet5").Build(1));
    private static readonly ModelGraph[] Networks = [.. Enumerable.Range(1, 120).Select(seed => ModelGraph.Read(RandomStructure.Of(LeNet5, (ulong)seed)))];

    [Fact]
    public void It_finds_the_time_of_networks_that_it_has_not_seen_where_time_is_a_tree_of_linear_models()
    {
        var model = TimeModelFit.Of("simulated", [.. Networks[..90].Select(network => Observation.Of(network, Simulated(network)))])!;

        var errors = Networks[90..].Select(network => Math.Abs((model.CostOf(network).At(network.Widths) / Simulated(network)) - 1)).Order().ToArray();

        Assert.InRange(errors[errors.Length / 2], 0, 0.05);
        Assert.InRange(model.MedianError, 0, 0.08);
        Assert.Equal(90, model.Observations);
        Assert.Contains(model.Rules(), rule => rule.Contains("channels out a multiple of", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_are_never_negative_and_more_units_take_no_less()
    {
        var model = TimeModelFit.Of("simulated", [.. Networks[..60].Select(network => Observation.Of(network, 0.01 + (1e-6 * network.Macs.At(network.Widths))))])!;
        var cost = model.CostOf(LeNet5);

        Assert.True(cost.At([2, 2, 2]) > 0);
        Assert.True(cost.At([20, 50, 500]) > cost.At([10, 25, 250]));
        Assert.All(cost.Slopes([10, 25, 250]), slope => Assert.True(slope >= 0));
    }

    [Fact]
    public void Too_few_networks_make_no_model()
    {
        Assert.Null(TimeModelFit.Of("simulated", [.. Networks[..(TimeModelFit.LeastObservations - 1)].Select(network => Observation.Of(network, 1))]));
    }

    [Fact]
    public void Operators_without_a_measurement_are_named()
    {
        var model = TimeModelFit.Of("simulated", [.. Networks[..40].Select(network => Observation.Of(network, 1))])!;

        Assert.Empty(model.Unknown(LeNet5));
        Assert.Contains("GRU", model.Unknown(ModelGraph.Read(ModelZoo.Find("deepsense-activity").Build(1))));
    }

    [Fact]
    public void A_model_written_and_read_predicts_the_same()
    {
        var model = TimeModelFit.Of("simulated", [.. Networks[..60].Select(network => Observation.Of(network, Simulated(network)))])!;

        var read = TimeModelFile.Read(TimeModelFile.Write(model));

        Assert.Equal(model.Rules(), read.Rules());
        Assert.All(Networks[60..], network => Assert.Equal(model.CostOf(network).At(network.Widths), read.CostOf(network).At(network.Widths)));
    }

    [Fact]
    public void Bytes_that_are_no_model_are_refused()
    {
        Assert.Contains("layout", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("leaf", Refusal(new StoredModel { Version = 1, Trees = { ["Conv"] = new Tree { Coefficients = { -1 } } } }.ToByteArray()), StringComparison.Ordinal);
        Assert.Contains("'Weather'", Refusal(new StoredModel { Version = 1, Trees = { ["Conv"] = new Tree { Split = new Split { Feature = "Weather" } } } }.ToByteArray()), StringComparison.Ordinal);
        Assert.NotEmpty(Refusal([0xFF, 0x01, 0x02]));
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<RejectedException>(() => TimeModelFile.Read(bytes)).Problems.Single().Reason;

    /// <summary>A made-up board on which filters in fours are twice as fast.</summary>
    private static double Simulated(ModelGraph network) =>
        0.02 + Observation.Of(network, 1).Nodes.Sum(node => node.Kind == "Conv"
            ? node.Figures[(int)Feature.Macs] * (node.Figures[(int)Feature.OutChannels] % 4 == 0 ? 1e-6 : 2e-6)
            : node.Figures[(int)Feature.WeightBytes] * 3e-7);
}
