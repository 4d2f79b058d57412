using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Compression.Onnx;
using Google.Protobuf;

namespace DeepIoT.Cli.Tests.Commands;

public sealed class OperatorsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_says_what_passes_what_fails_and_what_is_refused_and_why()
    {
        Case("test_relu", "Relu", [-1, 2], [0, 2]);
        Case("test_relu_wrong", "Relu", [-1, 2], [-1, 2]);
        Case("test_cast_refused", "Cast", [1, 2], [1, 2]);
        Case("test_unknown", "Einsum", [1, 2], [1, 2]);
        var page = Path.Combine(_folder.Path, "operators.md");

        var run = await CommandRun.OfAsync("operators", "--vectors", _folder.Path, "-o", page);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("1 of 3 cases pass, 1 are refused.", run.Out, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(page);
        Assert.Contains("| Relu | 7 and newer | 1 of 2 |", text, StringComparison.Ordinal);
        Assert.Contains("| Cast | turns data into Undefined |", text, StringComparison.Ordinal);
        Assert.Contains("- relu_wrong: output 0 differs in 1 of 2 values", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Einsum", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_vectors_is_refused_with_what_to_install()
    {
        var run = await CommandRun.OfAsync("operators", "--vectors", _folder.Path, "-o", Path.Combine(_folder.Path, "page.md"));

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("libonnx-testdata", run.Error, StringComparison.Ordinal);
    }

    private void Case(string name, string type, float[] input, float[] output)
    {
        var graph = new GraphProto
        {
            Node = { new NodeProto { OpType = type, Input = { "x" }, Output = { "y" } } },
            Input = { Pair("x") },
            Output = { Pair("y") },
        };
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 13 } } };
        var data = Path.Combine(_folder.Path, "node", name, "test_data_set_0");
        Directory.CreateDirectory(data);
        File.WriteAllBytes(Path.Combine(data, "..", "model.onnx"), OnnxFile.Serialize(model));
        File.WriteAllBytes(Path.Combine(data, "input_0.pb"), TensorContent.OfFloats("x", [2], input).ToByteArray());
        File.WriteAllBytes(Path.Combine(data, "output_0.pb"), TensorContent.OfFloats("y", [2], output).ToByteArray());
    }

    private static ValueInfoProto Pair(string name) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = 1,
                Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimValue = 2 } } },
            },
        },
    };
}
