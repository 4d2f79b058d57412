using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tests.Identity;
using DeepIoT.Compression.Zoo;
using static DeepIoT.Compression.Zoo.OnnxBuilder;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Graph;

/// <summary>Recurrent layers beyond what the random graphs cover: gates a sample, lengths, initial states, both layouts.</summary>
public sealed class RecurrentTests
{
    private const int Time = 7, Batch = 3, Features = 4, Units = 6;

    public static TheoryData<string, string, int> Kinds { get; } = [];

    static RecurrentTests()
    {
        foreach (var type in new[] { "LSTM", "GRU", "RNN" })
        {
            foreach (var direction in new[] { "forward", "reverse", "bidirectional" })
            {
                Kinds.Add(type, direction, 0);
                if (type == "GRU") Kinds.Add(type, direction, 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_by_step_is_the_fused_kernel_with_the_gate_folded_in(string type, string direction, int linearBeforeReset)
    {
        using var scope = NewDisposeScope();
        using var network = new Network(ModelGraph.Read(Model(type, direction, linearBeforeReset)));
        var inputs = rand(Batch, Time, Features);
        var masks = network.Graph.Groups.Select(g => rand(1, g.Units).requires_grad_(true)).ToArray();

        var folded = network.Forward(inputs, new Gates(masks));
        var aSample = network.Forward(inputs, new Gates([.. masks.Select(m => m.expand(Batch, -1))]));

        Near(folded, aSample, 1e-6);
        foreach (var (expected, actual) in autograd.grad([folded.square().sum()], masks).Zip(autograd.grad([aSample.square().sum()], masks)))
            Near(expected, actual, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_batch_may_come_first(string type, string direction, int linearBeforeReset)
    {
        using var scope = NewDisposeScope();
        using var timeFirst = new Network(ModelGraph.Read(Model(type, direction, linearBeforeReset)));
        using var batchFirst = new Network(ModelGraph.Read(Model(type, direction, linearBeforeReset, layout: 1)));
        var inputs = rand(Batch, Time, Features);

        Near(timeFirst.Forward(inputs), batchFirst.Forward(inputs), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sequences_end_at_their_lengths_as_in_ONNX_Runtime(string type, string direction, int linearBeforeReset)
    {
        using var scope = NewDisposeScope();
        var model = Model(type, direction, linearBeforeReset, lengths: [7, 2, 5]);
        using var network = new Network(ModelGraph.Read(model));
        var inputs = rand(Batch, Time, Features);

        using var runtime = new OnnxRuntimeModel(model);
        var expected = runtime.Run(inputs.data<float>().ToArray(), inputs.shape);

        Near(tensor(expected, network.Forward(inputs).shape), network.Forward(inputs), 1e-5);
    }

    [Fact]
    public void Both_directions_are_groups_of_their_own_where_they_lie_side_by_side()
    {
        var graph = ModelGraph.Read(Model("LSTM", "bidirectional", 0));

        Assert.Equal(["rnn/forward (6) ⇄ fc in", "rnn/reverse (6) ⇄ fc in"], graph.Groups.Select(g => g.ToString().Replace(" (1 ↔ 7)", "", StringComparison.Ordinal)));
        Assert.All(graph.Groups, g => Assert.True(g.IsRecurrent && g.MinUnits == 4));
    }

    [Theory]
    [InlineData("concatenated sizes")]
    [InlineData("sizes in front of the rest")]
    [InlineData("constant sizes")]
    public void Directions_are_told_apart_behind_a_reshape_whatever_its_target_is_made_of(string target)
    {
        var model = Exported(target);

        var graph = ModelGraph.Read(model);

        Assert.Equal(["lstm1/forward", "lstm1/reverse", "lstm2/forward", "lstm2/reverse"], graph.Groups.Select(g => g.Name));
        Assert.DoesNotContain("Shape", graph.Nodes.Select(n => n.Type));
        Assert.All(graph.Nodes.Where(n => n.Type == "LSTM"), n => Assert.False(n.HasInput(5) || n.HasInput(6)));
        IdentityLaw.Check(model, 11);
    }

    [Fact]
    public void Names_that_a_split_layer_would_take_may_be_taken()
    {
        var model = Exported("constant sizes");
        foreach (var (node, tensor) in new[] { ("lstm1.turned", "lstm1.w/forward"), ("lstm2.turned", "lstm1.side_by_side/of_one_direction") })
        {
            // What is added to keep the names alive adds nothing to the numbers.
            var (reader, name) = (model.Graph.Node.First(n => n.Input.Contains(node)), $"{node}/forward");
            model.Graph.Initializer.Add(TensorContent.OfFloats(tensor, [1], [0]));
            model.Graph.Node.Insert(model.Graph.Node.IndexOf(reader), new NodeProto { OpType = "Add", Input = { node, tensor }, Output = { name } });
            reader.Input[0] = name;
        }
        IdentityLaw.Check(model, 12);
    }

    [Theory]
    [InlineData("LSTM", 0)]
    [InlineData("GRU", 0)]
    [InlineData("RNN", 0)]
    [InlineData("GRU", 0.5)]
    public void Initial_states_made_for_the_batch_are_left_out_when_they_are_zeros_and_refused_otherwise(string type, float value)
    {
        var model = Model(type, "forward", 0);
        var layer = model.Graph.Node.Single(n => n.Name == "rnn");
        var states = new NodeProto { OpType = "ConstantOfShape", Input = { "shape" }, Output = { "states" } };
        states.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = TensorContent.OfFloats("", [1], [value]) });
        model.Graph.Initializer.Add([TensorContent.OfIntegers("one", [1], [1]), TensorContent.OfIntegers("units", [1], [Units])]);
        model.Graph.Node.Add(
        [
            new NodeProto { OpType = "Shape", Input = { layer.Input[0] }, Output = { "sizes" } },
            new NodeProto { OpType = "Gather", Input = { "sizes", "one" }, Output = { "batch" } },
            new NodeProto { OpType = "Concat", Input = { "one", "batch", "units" }, Output = { "shape" }, Attribute = { Integer("axis", 0) } },
            states,
        ]);
        for (var i = 5; i < layer.Input.Count; i++) layer.Input[i] = "states";

        var rejected = Record.Exception(() => Assert.False(ModelGraph.Read(model).Nodes.Single(n => n.Name == "rnn").HasInput(5)));

        if (value == 0) Assert.Null(rejected);
        else Assert.Contains("node 'rnn' (GRU): takes its input 5 from the batch's size", Assert.IsType<RejectedException>(rejected).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gather", 2)]
    [InlineData("gather one", 2)]
    [InlineData("split", 2)]
    [InlineData("mean", 1)]
    public void Directions_share_their_units_only_where_the_model_needs_one_width(string reader, int groups)
    {
        using var scope = NewDisposeScope();
        var model = LastStates(reader);
        using var network = new Network(ModelGraph.Read(model));
        using var runtime = new OnnxRuntimeModel(model);
        var inputs = rand(Batch, Time, Features);

        Assert.Equal(groups, network.Graph.Groups.Count);
        Near(tensor(runtime.Run(inputs.data<float>().ToArray(), inputs.shape), Batch, 3), network.Forward(inputs), 1e-5);
        var keep = new Keep(network.Graph, [.. network.Graph.Groups.Select((_, k) => Enumerable.Range(k, 4).ToArray())]);
        using var sliced = network.Sliced(keep);
        var masks = network.Graph.Groups.Select((g, k) => tensor(Enumerable.Range(0, g.Units).Select(u => u >= k && u < k + 4 ? 1f : 0).ToArray(), 1, g.Units));
        Near(network.Forward(inputs, new Gates([.. masks])), sliced.Forward(inputs), 1e-5);
    }

    [Theory]
    [InlineData("peepholes")]
    [InlineData("clips")]
    [InlineData("Affine")]
    public void What_is_not_understood_is_refused_by_name(string word)
    {
        var model = Model("LSTM", "forward", 0);
        var node = model.Graph.Node.Single(n => n.OpType == "LSTM");
        if (word == "clips") node.Attribute.Add(Real("clip", 3));
        else if (word == "Affine")
        {
            var activations = new AttributeProto { Name = "activations", Type = AttributeProto.Types.AttributeType.Strings };
            activations.Strings.AddRange(new[] { "Sigmoid", "Affine", "Tanh" }.Select(Google.Protobuf.ByteString.CopyFromUtf8));
            node.Attribute.Add(activations);
        }
        else
        {
            model.Graph.Initializer.Add(TensorContent.OfFloats("p", [1, 3 * Units], new float[3 * Units]));
            while (node.Input.Count < 7) node.Input.Add("");
            node.Input.Add("p");
        }

        var problem = Assert.Single(Assert.Throws<RejectedException>(() => ModelGraph.Read(model)).Problems);

        Assert.Contains(word, problem.Reason, StringComparison.Ordinal);
        Assert.Contains("'rnn'", problem.Field, StringComparison.Ordinal);
    }

    /// <summary>[N, time, features] through one recurrent layer, whose whole output is flattened for a dense layer.</summary>
    private static ModelProto Model(string type, string direction, int linearBeforeReset, int layout = 0, long[]? lengths = null)
    {
        var b = new OnnxBuilder("recurrent", new SplitMix64(3));
        var x = b.Input("x", Time, Features);
        var gates = type switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        var directions = direction == "bidirectional" ? 2 : 1;
        if (layout == 0) x = b.Node("Transpose", "time_first", [x], Sizes("perm", 1, 0, 2));
        List<AttributeProto> attributes = [Text("direction", direction), Integer("hidden_size", Units), Integer("layout", layout)];
        if (type == "GRU") attributes.Add(Integer("linear_before_reset", linearBeforeReset));
        if (layout == 0) attributes.RemoveAt(2);
        var states = Enumerable.Range(0, type == "LSTM" ? 2 : 1)
            .Select(i => layout == 0 ? b.Uniform($"state{i}", 1, directions, 1, Units) : b.Uniform($"state{i}", 1, 1, directions, Units)).ToArray();
        var y = b.Node(type, "rnn",
            [
                x, b.Uniform("w", 0.5, directions, gates * Units, Features), b.Uniform("r", 0.5, directions, gates * Units, Units),
                b.Uniform("b", 0.3, directions, 2 * gates * Units), lengths is null ? "" : "lengths",
                .. lengths is null ? states : [],
            ], attributes);
        y = b.Node("Transpose", "side_by_side", [y], Sizes("perm", layout == 0 ? [2, 0, 1, 3] : [0, 1, 2, 3]));
        y = b.Node("Reshape", "joined", [y, b.Integers("joined_shape", 0, 0, -1)]);
        y = b.Node("Flatten", "flat", [y]);
        var model = b.Build(b.Node("Gemm", "fc", [y, b.Uniform("fc.w", 0.3, Time * directions * Units, 3)]), 3);
        if (lengths is not null)
        {
            var tensor = new TensorProto { Name = "lengths", DataType = (int)TensorProto.Types.DataType.Int32, Dims = { lengths.Length } };
            tensor.Int32Data.AddRange(lengths.Select(n => (int)n));
            model.Graph.Initializer.Add(tensor);
        }
        return model;
    }

    /// <summary>
    /// Two layers as PyTorch exports them: initial states of zeros for the batch at hand, and the directions laid side by
    /// side by a reshape whose target is computed from the shape of what it reshapes.
    /// </summary>
    private static ModelProto Exported(string target)
    {
        var b = new OnnxBuilder("exported", new SplitMix64(6));
        var x = b.Node("Transpose", "time_first", [b.Input("x", Time, Features)], Sizes("perm", 1, 0, 2));
        x = Layer("lstm1", x, Features);
        x = Layer("lstm2", x, 2 * Units);
        x = b.Node("Gather", "end", [x, b.Index("end.index", -1)], Integer("axis", 0));
        return b.Build(b.Node("Gemm", "fc", [x, b.Uniform("fc.w", 0.3, 2 * Units, 3)]), 3);

        string Layer(string name, string of, long features)
        {
            var states = b.Node("ConstantOfShape", $"{name}.zeros",
                [b.Node("Concat", $"{name}.state", [b.Integers($"{name}.two", 2), Size($"{name}.batch", of, 1), b.Integers($"{name}.units", Units)], Integer("axis", 0))]);
            var y = b.Node("LSTM", name,
                [of, b.Uniform($"{name}.w", 0.5, 2, 4 * Units, features), b.Uniform($"{name}.r", 0.5, 2, 4 * Units, Units), b.Uniform($"{name}.b", 0.3, 2, 8 * Units), "", states, states],
                Text("direction", "bidirectional"), Integer("hidden_size", Units));
            var turned = b.Node("Transpose", $"{name}.turned", [y], Sizes("perm", 0, 2, 1, 3));
            var shape = target switch
            {
                "constant sizes" => b.Integers($"{name}.shape", Time, -1, 2 * Units),
                "sizes in front of the rest" => b.Node("Concat", $"{name}.shape",
                    [b.Node("Slice", $"{name}.front", [b.Node("Shape", $"{name}.sizes", [turned]), b.Integers($"{name}.from", 0), b.Integers($"{name}.to", 2)]), b.Integers($"{name}.rest", -1)], Integer("axis", 0)),
                _ => b.Node("Concat", $"{name}.shape",
                    [Size($"{name}.time", turned, 0), Size($"{name}.samples", turned, 1), b.Node("Mul", $"{name}.both", [Size($"{name}.directions", turned, 2), Size($"{name}.width", turned, 3)])], Integer("axis", 0)),
            };
            return b.Node("Reshape", $"{name}.side_by_side", [turned, shape]);
        }

        string Size(string name, string of, long axis) =>
            b.Node("Gather", name, [b.Node("Shape", $"{name}.shape", [of]), b.Integers($"{name}.axis", axis)], Integer("axis", 0));
    }

    /// <summary>The last states of both directions of a GRU, read in one of several ways, for a dense layer.</summary>
    private static ModelProto LastStates(string reader)
    {
        var b = new OnnxBuilder("last", new SplitMix64(4));
        var x = b.Node("Transpose", "time_first", [b.Input("x", Time, Features)], Sizes("perm", 1, 0, 2));
        var last = b.Node("GRU", "rnn", [x, b.Uniform("w", 0.5, 2, 3 * Units, Features), b.Uniform("r", 0.5, 2, 3 * Units, Units)],
            ["", "last"], Text("direction", "bidirectional"), Integer("hidden_size", Units))[1];
        string Flat(string name, string state) => b.Node("Reshape", name, [state, b.Integers($"{name}.shape", -1, Units)]);
        var both = reader switch
        {
            "mean" => b.Node("ReduceMean", "mean", [last], Sizes("axes", 0), Integer("keepdims", 0)),
            "split" => b.Node("Concat", "both", [.. b.Node("Split", "parts", [last], ["part0", "part1"], Integer("axis", 0)).Select(part => Flat($"{part}.flat", part))], Integer("axis", 1)),
            _ => b.Node("Concat", "both", [Picked(0), Picked(-1)], Integer("axis", 1)),
        };
        var model = b.Build(b.Node("Gemm", "fc", [both, b.Uniform("fc.w", 0.3, reader == "mean" ? Units : 2 * Units, 3)]), 3);
        if (reader == "gather")
        {
            // An index without a dimension takes the axis away.
            foreach (var index in model.Graph.Initializer.Where(t => t.Name.StartsWith("index", StringComparison.Ordinal))) index.Dims.Clear();
        }
        return model;

        string Picked(int direction)
        {
            var picked = b.Node("Gather", $"picked{direction}", [last, b.Integers($"index{direction}", direction)], Integer("axis", 0));
            return reader == "gather one" ? Flat($"flat{direction}", picked) : picked;
        }
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance) =>
        Assert.InRange((double)(expected - actual).abs().max().item<float>(), 0, tolerance);
}
