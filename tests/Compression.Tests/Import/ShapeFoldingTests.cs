using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using static DeepIoT.Compression.Zoo.OnnxBuilder;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Import;

public sealed class ShapeFoldingTests
{
    private readonly OnnxBuilder _b = new("shapes", new SplitMix64(1));
    private readonly string _wide;

    public ShapeFoldingTests() => _wide = _b.Conv("wide", _b.Input("x", 3, 8, 8), 3, 8, 3, 1);

    [Fact]
    public void A_target_made_of_the_batch_from_the_shape_copies_the_batch()
    {
        var shape = _b.Node("Shape", "shape", [_wide]);
        var batch = _b.Node("Gather", "batch", [shape, _b.Index("zero", 0)], Integer("axis", 0));
        var target = _b.Node("Concat", "target", [Unsqueezed(batch), _b.Integers("rest", -1)], Integer("axis", 0));
        var model = Build(_b.Node("Reshape", "reshape", [_wide, target]), 8 * 64);

        var graph = ModelGraph.Read(model);

        Assert.Equal(["Conv", "Reshape", "Gemm"], graph.Nodes.Select(n => n.Type));
        Assert.Equal([0, 512], graph.Weights[graph.Nodes[1].Inputs[1]].Integers);
        Assert.Equal("wide", Assert.Single(graph.Groups).Name);
        AssertComputesTheSame(model, graph);
    }

    [Fact]
    public void A_batch_multiplied_by_another_size_is_what_is_left()
    {
        var shape = _b.Node("Shape", "shape", [_wide]);
        var batch = _b.Node("Gather", "batch", [shape, _b.Integers("zero", 0)], Integer("axis", 0));
        var rows = _b.Node("Mul", "rows", [batch, _b.Node("Gather", "channels", [shape, _b.Integers("one", 1)], Integer("axis", 0))]);
        var target = _b.Node("Concat", "target", [rows, _b.Integers("rest", 64)], Integer("axis", 0));
        var flat = _b.Node("Reshape", "rows-first", [_wide, target]);
        var back = _b.Node("Reshape", "back", [flat, _b.Node("Concat", "shape-again", [batch, _b.Integers("chw", 8, 8, 8)], Integer("axis", 0))]);
        var model = Build(_b.Node("Flatten", "flatten", [back]), 8 * 64);

        var graph = ModelGraph.Read(model);

        Assert.Equal([-1, 64], graph.Weights[graph.Nodes.Single(n => n.Name == "rows-first").Inputs[1]].Integers);
        Assert.Equal([-1, 8, 8, 8], graph.Weights[graph.Nodes.Single(n => n.Name == "back").Inputs[1]].Integers);
        AssertComputesTheSame(model, graph);
    }

    [Fact]
    public void Sizes_of_an_enlarged_image_become_scales_and_the_end_of_the_batch_the_end_of_its_axis()
    {
        var shape = _b.Node("Shape", "shape", [_wide]);
        var front = _b.Node("Slice", "front", [shape, _b.Integers("from", 0), _b.Integers("to", 2)]);
        var sizes = _b.Node("Concat", "sizes", [front, _b.Integers("space", 16, 12)], Integer("axis", 0));
        var resized = _b.Node("Resize", "resize", [_wide, "", "", sizes], Text("mode", "linear"));
        var batch = _b.Node("Gather", "batch", [shape, _b.Integers("zero", 0)], Integer("axis", 0));
        var cut = _b.Node("Slice", "cut", [resized, _b.Integers("start", 0), batch, _b.Integers("axis", 0)]);
        var model = Build(_b.Node("Flatten", "flatten", [cut]), 8 * 16 * 12);

        var graph = ModelGraph.Read(model);

        Assert.Equal([1, 1, 2, 1.5f], graph.Weights[graph.Nodes.Single(n => n.Name == "resize").Inputs[2]].Reals);
        Assert.Equal("wide", Assert.Single(graph.Groups).Name);
        AssertComputesTheSame(model, graph);
    }

    [Fact]
    public void A_condition_on_a_shape_takes_its_branch_with_what_the_branch_sees_from_outside()
    {
        var rank = _b.Node("Size", "rank", [_b.Node("Shape", "shape", [_wide])]);
        var isImage = _b.Node("Equal", "is-image", [rank, _b.Index("four", 4)]);
        _b.Node("If", "if", [isImage], ["flat"], Graph("then_branch", "Flatten", _wide), Graph("else_branch", "Relu", _wide));
        var model = Build("flat", 8 * 64);

        var graph = ModelGraph.Read(model);

        Assert.Equal(["Conv", "Flatten", "Identity", "Gemm"], graph.Nodes.Select(n => n.Type));
        AssertComputesTheSame(model, graph);
    }

    [Fact]
    public void A_weight_turned_before_it_is_used_is_turned_once_and_a_weight_with_two_names_stays_one()
    {
        var turned = _b.Node("Transpose", "turned", [_b.Uniform("rows", 0.3, 7, 512)]);
        var dense = _b.Node("MatMul", "dense", [_b.Node("Flatten", "flatten", [_wide]), turned]);
        var same = _b.Node("Identity", "same", ["rows"]);
        var again = _b.Node("Gemm", "again", ["flatten", same], Integer("transB", 1));
        var model = Build(_b.Node("Add", "sum", [dense, again]), 7);

        var graph = ModelGraph.Read(model);

        Assert.Equal(["Conv", "Flatten", "MatMul", "Gemm", "Add", "Gemm"], graph.Nodes.Select(n => n.Type));
        Assert.Equal("rows", graph.Nodes[3].Inputs[1]);
        AssertComputesTheSame(model, graph);
    }

    [Fact]
    public void Every_constant_that_depends_on_the_batch_in_another_way_is_named_with_a_remedy()
    {
        var batch = _b.Node("Gather", "batch", [_b.Node("Shape", "shape", [_wide]), _b.Integers("zero", 0)], Integer("axis", 0));
        var asReal = _b.Node("Cast", "real", [batch], Integer("to", 1));
        var scaled = _b.Node("Mul", "scaled", [_wide, asReal]);
        var shifted = _b.Node("Add", "shifted", [scaled, asReal]);

        var problems = Assert.Throws<RejectedException>(() => ModelGraph.Read(Build(_b.Node("Flatten", "flatten", [shifted]), 512))).Problems;

        Assert.Equal(["model: node 'scaled' (Mul)", "model: node 'shifted' (Add)"], problems.Select(p => p.Field));
        Assert.All(problems, p => Assert.Contains("from the batch's size", p.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Loop", "control flow Loop is not supported", "unrolled")]
    [InlineData("If", "If decides by the data", "the branch that inference takes")]
    public void Control_flow_that_stays_is_refused_by_name(string type, string reason, string remedy)
    {
        var condition = _b.Node("Cast", "condition", [_wide], Integer("to", 9));
        _b.Node(type, "flow", [condition], ["made"], Graph("then_branch", "Flatten", _wide), Graph("else_branch", "Flatten", _wide));

        var problems = Assert.Throws<RejectedException>(() => ModelGraph.Read(Build("made", 512))).Problems;

        var problem = problems.Single(p => p.Field.Contains("'flow'", StringComparison.Ordinal));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_several_nodes_are_told_at_once_and_not_their_consequences()
    {
        var slope = _b.Node("PRelu", "slope", [_wide, _wide]);
        var after = _b.Node("Flatten", "after", [slope]);
        var mean = _b.Node("ReduceMean", "mean", [_wide], Sizes("axes", 0));

        var problems = Assert.Throws<RejectedException>(() =>
            ModelGraph.Read(Build(_b.Node("Add", "sum", [after, _b.Node("Flatten", "flat", [mean])]), 512))).Problems;

        Assert.Equal(["model: node 'slope' (PRelu)", "model: node 'mean' (ReduceMean)"], problems.Select(p => p.Field));
    }

    private string Unsqueezed(string x) => _b.Node("Unsqueeze", $"{x}-1d", [x, _b.Integers($"{x}-axis", 0)]);

    /// <summary>A branch of one node on a value from outside.</summary>
    private static AttributeProto Graph(string attribute, string type, string input)
    {
        var graph = new GraphProto { Name = attribute };
        graph.Node.Add(new NodeProto { OpType = type, Input = { input }, Output = { "inner" } });
        graph.Output.Add(new ValueInfoProto { Name = "inner", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
        return new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Graph, G = graph };
    }

    private ModelProto Build(string end, long inputs) => _b.Build(_b.Scores("last", end, inputs, 5), 5);

    /// <summary>The file as it was, in ONNX Runtime, against what was read and what would be written, for two batch sizes.</summary>
    private static void AssertComputesTheSame(ModelProto model, ModelGraph graph)
    {
        using var scope = NewDisposeScope();
        using var network = new Network(graph);
        using var original = new OnnxRuntimeModel(model);
        using var written = new OnnxRuntimeModel(network.ToProto());
        foreach (var batch in new[] { 1, 3 })
        {
            var values = Enumerable.Range(0, batch * 192).Select(i => MathF.Sin(i)).ToArray();
            var expected = original.Run(values, batch, 3, 8, 8);
            Assert.Equal(expected, network.Forward(tensor(values, [batch, 3, 8, 8])).data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
            Assert.Equal(expected, written.Run(values, batch, 3, 8, 8), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }
}
