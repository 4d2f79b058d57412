using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tests.Data;
using DeepIoT.Compression.Zoo;
using Google.Protobuf;

namespace DeepIoT.Compression.Tests.Import;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TempFolder _outside = new();
    private readonly string _folder;

    public ExternalDataTests() => _folder = Directory.CreateDirectory(_outside.Missing("model")).FullName;

    [Fact]
    public void Weights_beside_the_model_are_taken_in_and_what_leaves_stands_alone()
    {
        var model = ModelZoo.Find("digits").Build(1);
        var whole = OnnxFile.Serialize(ModelGraph.Read(model).Proto);
        var path = Write(Moved(model, "weights/all.bin"), Path.Combine(_folder, "weights", "all.bin"));

        var bytes = OnnxFile.ReadSelfContained(path);

        Assert.Equal(whole, OnnxFile.Serialize(ModelGraph.Read(bytes).Proto));
        Assert.All(OnnxFile.Parse(bytes).Graph.Initializer, t => Assert.Empty(t.ExternalData));
    }

    [Fact]
    public void A_file_without_weights_elsewhere_comes_back_byte_for_byte_readable_or_not()
    {
        byte[] whole = [.. OnnxFile.Serialize(ModelZoo.Find("digits").Build(1))];
        File.WriteAllBytes(Path.Combine(_folder, "whole.onnx"), whole);
        File.WriteAllBytes(Path.Combine(_folder, "cut.onnx"), whole[..100]);

        Assert.Equal(whole, OnnxFile.ReadSelfContained(Path.Combine(_folder, "whole.onnx")));
        Assert.Equal(whole[..100], OnnxFile.ReadSelfContained(Path.Combine(_folder, "cut.onnx")));
    }

    [Fact]
    public void Bytes_alone_are_refused_because_their_files_are_not_there()
    {
        var rejected = Assert.Throws<RejectedException>(() => ModelGraph.Read(Moved(ModelZoo.Find("digits").Build(1), "all.bin").Model));

        Assert.Contains("keeps its values in another file", rejected.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret.bin", "outside the model's folder")]
    [InlineData("sub/../../secret.bin", "outside the model's folder")]
    [InlineData("/etc/hostname", "outside the model's folder")]
    [InlineData("link.bin", "a link that leads out")]
    [InlineData("folder-link/secret.bin", "a link that leads out")]
    [InlineData("roundabout.bin", "a link that leads out")]
    [InlineData("missing.bin", "which is not there")]
    [InlineData("", "names no file")]
    public void A_place_outside_the_models_folder_is_refused_for_every_tensor(string location, string reason)
    {
        var (model, data) = Moved(ModelZoo.Find("digits").Build(1), location);
        File.WriteAllBytes(_outside.Missing("secret.bin"), data);
        File.CreateSymbolicLink(Path.Combine(_folder, "link.bin"), _outside.Missing("secret.bin"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "folder-link"), "..");
        // A link that stays inside by its own words, over another that does not.
        File.CreateSymbolicLink(Path.Combine(_folder, "roundabout.bin"), "folder-link/secret.bin");
        var path = Write((model, data), null);

        var rejected = Assert.Throws<RejectedException>(() => OnnxFile.ReadSelfContained(path));

        Assert.Equal(Math.Min(20, model.Graph.Initializer.Count), rejected.Problems.Count);
        Assert.All(rejected.Problems, p => Assert.Contains(reason, p.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_outside_is_refused_wherever_in_the_file_a_tensor_stands()
    {
        var model = ModelZoo.Find("digits").Build(1);
        TensorProto Outside(string name) => new()
        {
            Name = name,
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData = { new StringStringEntryProto { Key = "location", Value = "../secret.bin" } },
        };
        model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = Outside("sparse"), Indices = Outside("indices") });
        var constant = new NodeProto { OpType = "Constant", Output = { "constant" }, Attribute = { new AttributeProto { Name = "value", T = Outside("attribute") } } };
        var inner = new AttributeProto { Name = "then_branch", G = new GraphProto { Node = { constant } } };
        model.Functions.Add(new FunctionProto { Node = { new NodeProto { OpType = "If", Attribute = { inner } } } });
        model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "more", Tensors = { Outside("one of several") }, SparseTensor = new SparseTensorProto { Values = Outside("of an attribute") } });

        var rejected = Assert.Throws<RejectedException>(() => OnnxFile.ReadSelfContained(Write((model, []), null)));

        string[] names = ["attribute", "indices", "of an attribute", "one of several", "sparse"];
        Assert.Equal(names.Select(n => $"model: tensor '{n}'"), rejected.Problems.Select(p => p.Field).Order());
    }

    [Theory]
    [InlineData("offset", "999999999", "takes")]
    [InlineData("offset", "-4", "has the offset '-4'")]
    [InlineData("length", "8", "needs")]
    [InlineData("length", "9223372036854775807", "takes")]
    public void Offsets_and_lengths_are_checked_against_the_file_and_the_shape(string key, string value, string reason)
    {
        var moved = Moved(ModelZoo.Find("digits").Build(1), "all.bin");
        moved.Model.Graph.Initializer[0].ExternalData.Single(e => e.Key == key).Value = value;
        var path = Write(moved, Path.Combine(_folder, "all.bin"));

        var problem = Assert.Single(Assert.Throws<RejectedException>(() => OnnxFile.ReadSelfContained(path)).Problems);

        Assert.Contains(moved.Model.Graph.Initializer[0].Name, problem.Field, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _outside.Dispose();

    private string Write((ModelProto Model, byte[] Data) moved, string? dataFile)
    {
        if (dataFile is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(dataFile)!);
            File.WriteAllBytes(dataFile, moved.Data);
        }
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, OnnxFile.Serialize(moved.Model));
        return path;
    }

    /// <summary>The model with every weight in one other file.</summary>
    private static (ModelProto Model, byte[] Data) Moved(ModelProto model, string location)
    {
        model = model.Clone();
        var data = new MemoryStream();
        foreach (var tensor in model.Graph.Initializer)
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{data.Position}" });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            data.Write(tensor.RawData.Span);
            tensor.RawData = ByteString.Empty;
        }
        return (model, data.ToArray());
    }
}
