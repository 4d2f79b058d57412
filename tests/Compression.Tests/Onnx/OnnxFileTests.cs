using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using Google.Protobuf;

namespace DeepIoT.Compression.Tests.Onnx;

public sealed class OnnxFileTests
{
    [Fact]
    public void Metadata_and_fields_nobody_here_knows_survive_a_round_trip()
    {
        var model = ModelZoo.Find("digits").Build(1);
        model.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "lab" });
        // Field 200 of the model, length-delimited: no version of the standard has it.
        byte[] unknown = [0xC2, 0x0C, 0x03, (byte)'a', (byte)'b', (byte)'c'];
        byte[] bytes = [.. OnnxFile.Serialize(model), .. unknown];

        var again = OnnxFile.Serialize(ModelGraph.Read(bytes).Proto);

        Assert.Equal("lab", OnnxFile.Parse(again).MetadataProps.Single().Value);
        Assert.True(again.AsSpan().IndexOf(unknown) >= 0);
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes()
    {
        var bytes = OnnxFile.Serialize(ModelZoo.Find("digits").Build(1));

        Assert.Equal(bytes, OnnxFile.Serialize(OnnxFile.Parse(bytes)));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_rejected_and_never_misread()
    {
        var bytes = OnnxFile.Serialize(ModelZoo.Find("digits").Build(1));
        for (var length = 1; length < bytes.Length; length *= 2)
        {
            var rejected = Assert.Throws<RejectedException>(() => ModelGraph.Read(bytes.AsMemory(0, length)));
            Assert.All(rejected.Problems, p => Assert.StartsWith("model", p.Field, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_tensor_with_too_few_values_is_named()
    {
        var model = ModelZoo.Find("digits").Build(1);
        var tensor = model.Graph.Initializer.First(t => t.Name == "conv1.weight");
        tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[..8]);

        var rejected = Assert.Throws<RejectedException>(() => new Network(ModelGraph.Read(model)));

        Assert.Contains("conv1.weight", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unknown_operator_is_named_with_its_node()
    {
        var model = ModelZoo.Find("digits").Build(1);
        model.Graph.Node[1].OpType = "Swirl";
        model.Graph.Node[4].OpType = "Einsum";

        var problems = Assert.Throws<RejectedException>(() => ModelGraph.Read(model)).Problems;

        Assert.Equal(2, problems.Count);
        Assert.Contains("Swirl", problems[0].Reason, StringComparison.Ordinal);
        Assert.Contains(model.Graph.Node[1].Name, problems[0].Field, StringComparison.Ordinal);
        Assert.Contains("Einsum", problems[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_and_a_missing_input_are_told_apart()
    {
        var cyclic = ModelZoo.Find("digits").Build(1);
        cyclic.Graph.Node[0].Input[0] = cyclic.Graph.Node[2].Output[0];
        var missing = ModelZoo.Find("digits").Build(1);
        missing.Graph.Node[0].Input[0] = "nowhere";

        Assert.Contains("cycle", Assert.Throws<RejectedException>(() => ModelGraph.Read(cyclic)).Message, StringComparison.Ordinal);
        Assert.Contains("'nowhere'", Assert.Throws<RejectedException>(() => ModelGraph.Read(missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_may_stand_in_any_order()
    {
        var ordered = ModelZoo.Find("digits").Build(1);
        var shuffled = ordered.Clone();
        shuffled.Graph.Node.Clear();
        shuffled.Graph.Node.AddRange(ordered.Graph.Node.Reverse());

        Assert.Equal(ModelGraph.Read(ordered).Nodes.Select(n => n.Name), ModelGraph.Read(shuffled).Nodes.Select(n => n.Name));
    }
}
