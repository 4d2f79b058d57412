using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Graph;

public sealed class CouplingTests
{
    private readonly OnnxBuilder _b = new("coupling", new SplitMix64(1));

    [Fact]
    public void A_flattened_channel_owns_its_block_of_inputs()
    {
        var graph = ModelGraph.Read(ModelZoo.Find("lenet5").Build(1));

        Assert.Equal(["conv1 (20) ⇄ conv2 in", "conv2 (50) ⇄ fc1 in (1 ↔ 16)", "fc1 (500) ⇄ scores in"], graph.Groups.Select(g => g.ToString()));
        Assert.Equal("network output", Assert.Single(graph.Grouping.Fixed).FixedBecause);
    }

    [Fact]
    public void A_residual_sum_is_one_group_over_both_producers_with_the_reason()
    {
        var x = _b.Input("x", 3, 8, 8);
        var left = _b.Conv("left", x, 3, 6, 3, 1);
        var right = _b.Conv("right", x, 3, 6, 3, 1);
        var graph = Read(_b.Node("Add", "sum", [left, right]), 6, 8);

        var group = Assert.Single(graph.Groups);
        Assert.Equal("left+right", group.Name);
        Assert.Equal(6, group.Units);
        Assert.Contains("because sum (Add) joins both", group.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_joined_side_by_side_stay_separate_groups()
    {
        var x = _b.Input("x", 3, 8, 8);
        var parts = new[] { _b.Conv("left", x, 3, 4, 3, 1), _b.Conv("right", x, 3, 6, 3, 1) };
        var graph = Read(_b.Node("Concat", "both", parts, OnnxBuilder.Integer("axis", 1)), 10, 8);

        Assert.Equal([4, 6], graph.Groups.Select(g => g.Units));
        Assert.All(graph.Groups, g => Assert.Contains(g.Slots, s => s.Slot.Node.Name == "last" && s.Slot.Role == SlotRole.Consumes));
    }

    [Fact]
    public void Branches_stacked_along_space_share_their_channels()
    {
        var x = _b.Input("x", 3, 8, 8);
        var parts = new[] { _b.Conv("left", x, 3, 4, 3, 1), _b.Conv("right", x, 3, 4, 3, 1) };
        var graph = Read(_b.Node("Concat", "stack", parts, OnnxBuilder.Integer("axis", 2)), 4, 16, 8);

        Assert.Equal("left+right", Assert.Single(graph.Groups).Name);
    }

    [Fact]
    public void Depthwise_filters_follow_the_channels_they_see()
    {
        var x = _b.Input("x", 3, 8, 8);
        var wide = _b.Conv("wide", x, 3, 8, 3, 1);
        var depthwise = _b.Node("Conv", "depthwise", [wide, _b.Uniform("depthwise.weight", 0.3, 8, 1, 3, 3)],
            OnnxBuilder.Integer("group", 8), OnnxBuilder.Sizes("pads", 1, 1, 1, 1));
        var graph = Read(depthwise, 8, 8);

        var group = Assert.Single(graph.Groups);
        Assert.Equal(["wide", "wide", "depthwise", "last"], group.Slots.Select(s => s.Slot.Node.Name));
        var sliced = ModelGraph.Read(Slicer.Slice(graph, new Keep(graph, [[0, 3, 5]])));
        Assert.Equal(3, sliced.Nodes.Single(n => n.Name == "depthwise").Integer("group", 1));
    }

    [Fact]
    public void The_groups_of_a_grouped_convolution_stay_equal()
    {
        var x = _b.Input("x", 3, 8, 8);
        var wide = _b.Conv("wide", x, 3, 8, 3, 1);
        var grouped = _b.Node("Conv", "grouped", [wide, _b.Uniform("grouped.weight", 0.3, 12, 4, 3, 3)],
            OnnxBuilder.Integer("group", 2), OnnxBuilder.Sizes("pads", 1, 1, 1, 1));
        var graph = Read(grouped, 12, 8);

        Assert.Equal([4, 6], graph.Groups.Select(g => g.Units));
        Assert.Equal((2 * 3 * 27) + (2 * 3) + (2 * 4 * 3 * 9) + (5 * 8 * 64) + 5,
            graph.Parameters.At([3, 4]));
    }

    [Fact]
    public void A_reshape_in_which_channels_cannot_be_told_apart_fixes_them_with_the_reason()
    {
        var x = _b.Input("x", 3, 8, 8);
        var wide = _b.Conv("wide", x, 3, 8, 3, 1);
        var mixed = _b.Node("Reshape", "mix", [wide, _b.Integers("shape", 0, 4, 16, 8)]);
        var graph = Read(mixed, 4, 16, 8);

        Assert.Empty(graph.Groups);
        var fixedGroup = graph.Grouping.Fixed.Single(g => g.Name == "wide");
        Assert.Contains("mix (Reshape)", fixedGroup.FixedBecause!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_two_layers_share_ties_their_units()
    {
        var x = _b.Input("x", 3, 8, 8);
        var kernel = _b.Uniform("shared.weight", 0.3, 6, 3, 1, 1);
        var parts = new[] { _b.Node("Conv", "first", [x, kernel]), _b.Node("Conv", "second", [_b.Relu("r", x), kernel]) };
        var graph = Read(_b.Node("Concat", "both", parts, OnnxBuilder.Integer("axis", 1)), 12, 8);

        var group = Assert.Single(graph.Groups);
        Assert.Equal(6, group.Units);
        Assert.Contains("'shared.weight' is shared", group.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Ends the net in a dense layer of five scores over everything.</summary>
    private ModelGraph Read(string end, long channels, long height, long? width = null)
    {
        var inputs = channels * height * (width ?? height);
        return ModelGraph.Read(_b.Build(_b.Scores("last", _b.Flatten("flatten", end), inputs, 5), 5));
    }
}
