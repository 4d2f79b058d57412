using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Tests.Graph;

public sealed class CutAndReducedUnitsTests
{
    private readonly OnnxBuilder _b = new("cut", new SplitMix64(1));
    private readonly string _wide;

    public CutAndReducedUnitsTests() => _wide = _b.Conv("wide", _b.Input("x", 3, 8, 8), 3, 8, 3, 1);

    [Fact]
    public void Each_part_of_a_split_keeps_units_of_its_own_and_the_parts_shrink_with_them()
    {
        _b.Node("Split", "split", [_wide], ["first", "second"], OnnxBuilder.Integer("axis", 1));
        var graph = Read(_b.Node("Concat", "both", ["second", "first"], OnnxBuilder.Integer("axis", 1)), 8 * 64);

        Assert.Equal([4, 4], graph.Groups.Select(g => g.Units));
        var sliced = Sliced(graph, [[0, 1, 2], [1, 3]]);
        Assert.Equal([3, 2], sliced.Nodes.Single(n => n.Name == "split").Inputs.Skip(1).SelectMany(name => sliced.Weights[name].Integers));
    }

    [Fact]
    public void The_ends_of_a_slice_move_with_the_units_that_go()
    {
        var graph = Read(_b.Node("Slice", "slice", [_wide, _b.Integers("starts", 2), _b.Integers("ends", 6), _b.Integers("axes", 1)]), 4 * 64);

        Assert.Equal([4, 4], graph.Groups.Select(g => g.Units));
        var taken = graph.Groups.Single(g => g.Slots.Any(s => s.Slot.Role == SlotRole.Consumes));
        var sliced = Sliced(graph, [.. graph.Groups.Select(g => g == taken ? [1, 2, 3] : new[] { 0, 1 })]);
        var slice = sliced.Nodes.Single(n => n.Name == "slice");
        Assert.Equal([2, 5], slice.Inputs.Skip(1).Take(2).SelectMany(name => sliced.Weights[name].Integers));
        Assert.Equal(3, sliced.Values["slice"].Shape[1]);
    }

    [Fact]
    public void Units_taken_in_steps_are_fixed_with_the_reason()
    {
        var slice = _b.Node("Slice", "slice", [_wide, _b.Integers("starts", 0), _b.Integers("ends", 8), _b.Integers("axes", 1), _b.Integers("steps", 2)]);

        AssertWideIsFixed(Read(slice, 4 * 64), "slice (Slice) takes them in steps of 2");
    }

    [Fact]
    public void The_indices_of_a_gather_are_dropped_and_renumbered_with_the_units()
    {
        var graph = Read(_b.Node("Gather", "gather", [_wide, _b.Integers("indices", 7, 1, 4, -8)], OnnxBuilder.Integer("axis", 1)), 4 * 64);

        var taken = graph.Groups.Single(g => g.Slots.Any(s => s.Slot.Role == SlotRole.Consumes));
        Assert.Equal(4, taken.Units);
        // Channels 0, 1, 4 and 7 are taken; 1 goes, and of the others 2 and 3 stay.
        var sliced = Sliced(graph, [.. graph.Groups.Select(g => g == taken ? [0, 2, 3] : new[] { 0, 1 })]);
        Assert.Equal([4, 3, 0], sliced.Weights[sliced.Nodes.Single(n => n.Name == "gather").Inputs[1]].Integers);
    }

    [Fact]
    public void Channels_added_as_padding_stay_and_the_others_can_go()
    {
        var graph = Read(_b.Node("Pad", "pad", [_wide, _b.Integers("pads", 0, 2, 0, 0, 0, 1, 0, 0)]), 11 * 64);

        Assert.Equal(8, Assert.Single(graph.Groups).Units);
        Assert.Equal(2 + 3 + 1, Sliced(graph, [[0, 3, 5]]).Values["pad"].Shape[1]);
    }

    [Theory]
    [InlineData("ReduceMax", "reduced (ReduceMax) reduces over them")]
    [InlineData("ReduceMean", "reduced (ReduceMean) reduces over them")]
    public void Units_under_a_maximum_or_mean_are_fixed_with_the_reason(string type, string reason) =>
        AssertWideIsFixed(Read(_b.Node(type, "reduced", [_wide], OnnxBuilder.Sizes("axes", 1)), 64), reason);

    [Fact]
    public void Units_under_a_sum_can_go_because_a_gate_at_the_sum_is_exact()
    {
        var graph = Read(_b.Node("ReduceSum", "reduced", [_wide, _b.Integers("axes", 1)]), 64);

        Assert.Equal("wide", Assert.Single(graph.Groups).Name);
        Assert.Equal(("wide", 1), graph.GatePoints.Select(p => (p.Value, p.Axis)).Single());
    }

    [Fact]
    public void Units_that_are_normalised_together_are_fixed_with_the_reason()
    {
        var norm = _b.Node("LayerNormalization", "norm", [_wide, _b.Filled("scale", 1, 8, 8, 8)], OnnxBuilder.Integer("axis", 1));

        AssertWideIsFixed(Read(norm, 8 * 64), "norm (LayerNormalization) normalises over them");
    }

    [Fact]
    public void A_transposed_convolution_makes_and_consumes_units()
    {
        var up = _b.Node("ConvTranspose", "up", [_wide, _b.Uniform("up.weight", 0.3, 8, 6, 2, 2), _b.Uniform("up.bias", 0.3, 6)], OnnxBuilder.Sizes("strides", 2, 2));
        var graph = Read(up, 6 * 256);

        Assert.Equal(["wide (8) ⇄ up in", "up (6) ⇄ last in (1 ↔ 256)"], graph.Groups.Select(g => g.ToString()));
        Assert.Equal((8 * 64 * 27) + (64 * 8 * 6 * 4) + (6 * 256 * 5), graph.Macs.At(graph.Widths));
    }

    [Theory]
    [InlineData("Squeeze", "and with one sample the batch too")]
    [InlineData("ReduceMean", "reduces over the samples of a batch")]
    [InlineData("Swap", "takes its slope from another node")]
    public void What_would_mix_samples_or_is_no_constant_is_refused_with_the_node_and_a_remedy(string type, string reason)
    {
        var node = type == "Swap" ? _b.Node("PRelu", "refused", [_wide, _wide]) : _b.Node(type, "refused", [_wide]);

        var problem = Assert.Single(Assert.Throws<RejectedException>(() => Read(node, 64)).Problems);

        Assert.Contains("'refused'", problem.Field, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    private static void AssertWideIsFixed(ModelGraph graph, string reason)
    {
        Assert.Empty(graph.Groups);
        Assert.Equal(reason, graph.Grouping.Fixed.Where(g => g.Name == "wide").Select(g => g.FixedBecause).Distinct().Single());
    }

    private static ModelGraph Sliced(ModelGraph graph, IReadOnlyList<IReadOnlyCollection<int>> kept) =>
        ModelGraph.Read(OnnxFile.Serialize(Slicer.Slice(graph, new Keep(graph, kept))));

    /// <summary>Ends the net in a dense layer of five scores over everything.</summary>
    private ModelGraph Read(string end, long inputs) =>
        ModelGraph.Read(_b.Build(_b.Scores("last", _b.Flatten("flatten", end), inputs, 5), 5));
}
