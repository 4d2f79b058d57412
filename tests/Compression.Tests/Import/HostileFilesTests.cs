using System.Diagnostics;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using Google.Protobuf;
using static DeepIoT.Compression.Zoo.OnnxBuilder;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Import;

/// <summary>Whatever the bytes are: a rejection in words, or a network that runs; soon, and in little memory of ours. A process of its own, in `Cli.Tests`, counts the rest.</summary>
public sealed class HostileFilesTests
{
    private const int Flips = 2_000;
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ModelProto _model = Mixed();

    [Fact]
    public void A_file_cut_off_at_every_power_of_two_is_rejected()
    {
        var bytes = OnnxFile.Serialize(_model);
        for (var length = 1; length < bytes.Length; length *= 2) Assert.NotNull(Rejection(bytes[..length]));
    }

    [Fact]
    public void Two_thousand_flipped_bytes_are_rejections_or_networks_that_run()
    {
        var (bytes, generator, rejected) = (OnnxFile.Serialize(_model), new SplitMix64(77), 0);
        for (var flip = 0; flip < Flips; flip++)
        {
            var broken = (byte[])bytes.Clone();
            broken[generator.Below(bytes.Length)] ^= (byte)(1 + generator.Below(255));
            if (Rejection(broken) is not null) rejected++;
        }
        Assert.InRange(rejected, Flips / 10, Flips - 1);
    }

    [Fact]
    public void A_cycle_is_named() => AssertRejected(m => m.Graph.Node[0].Input[0] = m.Graph.Node[^1].Output[0], "cycle");

    [Fact]
    public void A_name_that_is_defined_twice_is_named()
    {
        AssertRejected(m => m.Graph.Node[2].Output[0] = m.Graph.Node[1].Output[0], "twice");
        AssertRejected(m => m.Graph.Initializer.Add(m.Graph.Initializer[0].Clone()), $"'{_model.Graph.Initializer[0].Name}' twice");
    }

    [Fact]
    public void Every_missing_initializer_is_named_with_the_node_that_reads_it()
    {
        var rejected = AssertRejected(m =>
        {
            m.Graph.Initializer.RemoveAt(1);
            m.Graph.Initializer.RemoveAt(0);
        }, _model.Graph.Initializer[0].Name);
        Assert.Contains(_model.Graph.Initializer[1].Name, rejected.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void A_giant_dimension_is_refused_before_anything_is_allocated(long size)
    {
        AssertRejected(m => m.Graph.Initializer[0].Dims[0] = size, $"'{_model.Graph.Initializer[0].Name}'");
        AssertRejected(m => m.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimValue = size, "tensor of shape");
        AssertRejected(m => m.Graph.Initializer.Single(t => t.Name == "pads").RawData = ByteString.CopyFrom([.. new[] { 0, 0, size, 1, 0, 0, 0, 0 }.SelectMany(BitConverter.GetBytes)]), "pad");
    }

    [Fact]
    public void A_negative_dimension_is_refused()
    {
        AssertRejected(m => m.Graph.Initializer[0].Dims[0] = -8, "negative");
        AssertRejected(m => m.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimValue = -8, "all but the batch must be known");
    }

    [Fact]
    public void Constants_of_a_billion_elements_are_not_made()
    {
        AssertRejected(m =>
        {
            m.Graph.Initializer.Add(TensorContent.OfIntegers("huge", [3], [1000, 1000, 1000]));
            m.Graph.Node.Add(new NodeProto { OpType = "ConstantOfShape", Input = { "huge" }, Output = { "filled" } });
            m.Graph.Node.Add(new NodeProto { OpType = "Add", Input = { m.Graph.Output[0].Name, "filled" }, Output = { "sum" } });
            m.Graph.Output[0].Name = "sum";
        }, "more than");
    }

    [Fact]
    public void A_million_nodes_are_refused_and_nineteen_thousand_in_the_wrong_order_are_read()
    {
        AssertRejected(m => Chain(m, 1_000_000), "1000017 nodes");

        var model = _model.Clone();
        Chain(model, 19_000);
        var reversed = model.Graph.Node.Reverse().ToList();
        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(reversed);
        Assert.Null(Rejection(OnnxFile.Serialize(model)));
    }

    [Fact]
    public void Values_in_another_file_are_refused_when_there_are_only_bytes() => AssertRejected(m =>
    {
        m.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External;
        m.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../../etc/passwd" });
    }, "another file");

    private static void Chain(ModelProto model, int count)
    {
        var end = model.Graph.Output[0].Name;
        for (var i = 0; i < count; i++)
            model.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { i == 0 ? end : $"chain{i - 1}" }, Output = { $"chain{i}" } });
        model.Graph.Output[0].Name = $"chain{count - 1}";
    }

    private RejectedException AssertRejected(Action<ModelProto> harm, string reason)
    {
        var model = _model.Clone();
        harm(model);
        var rejected = Rejection(OnnxFile.Serialize(model));
        Assert.NotNull(rejected);
        Assert.Contains(reason, rejected.Message, StringComparison.Ordinal);
        Assert.All(rejected.Problems, p => Assert.NotEmpty(p.Remedy));
        return rejected;
    }

    /// <summary>Reads the bytes and runs what they are; every exception but a rejection is a failure.</summary>
    private static RejectedException? Rejection(byte[] bytes)
    {
        var (watch, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
        try
        {
            using var scope = NewDisposeScope();
            var graph = ModelGraph.Read(bytes);
            using var network = new Network(graph);
            _ = network.Forward(zeros([2, .. graph.Input.Shape[1..]]));
            return null;
        }
        catch (RejectedException rejected)
        {
            return rejected;
        }
        finally
        {
            Assert.True(watch.Elapsed < Limit, $"took {watch.Elapsed}");
            Assert.True(GC.GetTotalAllocatedBytes() - before < MostBytes, "allocated more than a gigabyte");
        }
    }

    /// <summary>Few weights and many kinds of nodes, so that most flips hit structure.</summary>
    private static ModelProto Mixed()
    {
        var b = new OnnxBuilder("mixed", new SplitMix64(5));
        var wide = b.Conv("wide", b.Input("x", 1, 6, 6), 1, 4, 3, 1);
        b.Node("Split", "split", [b.Node("Pad", "pad", [wide, b.Integers("pads", 0, 0, 1, 1, 0, 0, 0, 0)])], ["first", "second"], Integer("axis", 1));
        var joined = b.Node("Concat", "joined", ["second", b.Node("LeakyRelu", "leaky", ["first"], Real("alpha", 0.2f))], Integer("axis", 1));
        var cut = b.Node("Slice", "cut", [joined, b.Integers("starts", 1), b.Integers("ends", 5), b.Integers("axes", 2)]);
        var turned = b.Node("Transpose", "turned", [b.Node("Gather", "gather", [cut, b.Integers("indices", 0, 2, 3)], Integer("axis", 1))], Sizes("perm", 0, 2, 3, 1));
        var pooled = b.Node("MaxPool", "pool", [b.Node("Transpose", "back", [turned], Sizes("perm", 0, 3, 1, 2))], Sizes("kernel_shape", 2, 2), Sizes("strides", 2, 1));
        var up = b.Node("Resize", "up", [pooled, "", b.Reals("scales", 1, 1, 2, 1)], Text("mode", "linear"));
        var mean = b.Node("ReduceMean", "mean", [up], Sizes("axes", 2));
        var shape = b.Node("Gather", "batch", [b.Node("Shape", "shape", [mean]), b.Integers("zero", 0)]);
        var flat = b.Node("Reshape", "flat", [mean, b.Node("Concat", "target", [shape, b.Integers("rest", -1)], Integer("axis", 0))]);
        return b.Build(b.Scores("last", flat, 18, 3), 3);
    }
}
