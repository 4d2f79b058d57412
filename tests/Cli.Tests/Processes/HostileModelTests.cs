using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Compression.Onnx;
using Google.Protobuf;
using Xunit.Abstractions;

namespace DeepIoT.Cli.Tests.Processes;

/// <summary>
/// Small files that ask for much, in a process of their own, where every byte counts and not only the managed ones:
/// whatever they are, `deepiot inspect` ends soon, in little memory, with an answer or a mistake in words.
/// </summary>
public sealed class HostileModelTests(ITestOutputHelper output) : IDisposable
{
    private const long MostBytes = 1L << 30;

    // The machine may be busy; the work itself takes a second or two.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SmallCampaign _campaign = new();

    public static TheoryData<string> Names { get; } = [.. Harms.Keys];

    private static Dictionary<string, Action<ModelProto>> Harms => new()
    {
        ["as it is"] = _ => { },
        ["an initializer of a giant dimension"] = m => m.Graph.Initializer[0].Dims[0] = 1L << 40,
        ["an input of a giant dimension"] = m => m.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimValue = 1L << 40,
        ["an input as large as is allowed"] = m => m.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimValue = 1L << 20,
        ["a million nodes"] = m => Follow(m, 1_000_000, Relu),
        ["nineteen thousand nodes"] = m => Follow(m, 19_000, Relu),
        ["a million nodes in a branch"] = m =>
        {
            var branch = new GraphProto { Node = { Enumerable.Range(0, 1_000_000).Select(i => new NodeProto()) } };
            m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "branch", G = branch });
        },
        ["a million initializers"] = m => m.Graph.Initializer.Add(Enumerable.Range(0, 1_000_000).Select(_ => new TensorProto())),
        ["two million attributes"] = m => m.Graph.Node[0].Attribute.Add(Enumerable.Range(0, 2_000_000).Select(_ => new AttributeProto())),
        ["a constant of a billion elements"] = m => m.Graph.Node.Add(Filled(m, "huge", 1000, 1000, 1000)),
        ["a hundred constants of sixteen million elements"] = m =>
        {
            for (var i = 0; i < 100; i++) m.Graph.Node.Add(Filled(m, $"large{i}", 1 << 24));
        },
        ["a constant that doubles forty times"] = m =>
        {
            m.Graph.Node.Add(Filled(m, "double0", 1 << 20));
            for (var i = 0; i < 40; i++)
                m.Graph.Node.Add(new NodeProto { OpType = "Concat", Input = { $"double{i}", $"double{i}" }, Output = { $"double{i + 1}" }, Attribute = { Int("axis", 0) } });
        },
        ["a product of a row and a column"] = m => m.Graph.Node.Add(
            [Filled(m, "row", 1, 1 << 20), Filled(m, "column", 1 << 20, 1), new NodeProto { OpType = "Add", Input = { "row", "column" }, Output = { "table" } }]),
        ["a layer of sixteen million units"] = m => Follow(m, 1, (_, x, y) => new NodeProto { OpType = "MatMul", Input = { x, "wide" }, Output = { y } }, Filled(m, "wide", 10, (1 << 24) / 10)),
        ["a layer of a million units, added to itself again and again"] = m =>
        {
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "MatMul", Input = { x, "wide" }, Output = { y } }, Filled(m, "wide", 10, 1 << 20));
            Follow(m, 1000, (_, x, y) => new NodeProto { OpType = "Add", Input = { x, x }, Output = { y } });
        },
        ["ten thousand layers of a thousand units with one weight"] = m =>
        {
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "MatMul", Input = { x, "wide" }, Output = { y } }, Filled(m, "wide", 10, 1000));
            Follow(m, 10_000, (_, x, y) => new NodeProto { OpType = "MatMul", Input = { x, "square" }, Output = { y } }, Filled(m, "square", 1000, 1000));
        },
        ["nineteen thousand additions of one residual"] = m =>
        {
            m.Graph.Node.Add(Filled(m, "square", 10, 10));
            Follow(m, 19_000, (i, x, y) => i % 2 == 0
                ? new NodeProto { OpType = "MatMul", Input = { x, "square" }, Output = { y } }
                : new NodeProto { OpType = "Add", Input = { x, m.Graph.Node[^2].Output[0] }, Output = { y } });
        },
        ["a thousand changes of shape that units have to be followed through"] = m =>
        {
            m.Graph.Initializer.Add(TensorContent.OfIntegers("deep", [3], [0, 64, 1 << 18]));
            m.Graph.Initializer.Add(TensorContent.OfIntegers("flat", [3], [0, 128, 1 << 17]));
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "Reshape", Input = { x, "column" }, Output = { y } });
            m.Graph.Initializer.Add(TensorContent.OfIntegers("column", [3], [0, 10, 1]));
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "Conv", Input = { x, "filters" }, Output = { y } }, Filled(m, "filters", 64, 10, 1));
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "Add", Input = { x, "row" }, Output = { y } }, Filled(m, "row", 1, 1, 1 << 18));
            Follow(m, 1000, (i, x, y) => new NodeProto { OpType = "Reshape", Input = { x, i % 2 == 0 ? "flat" : "deep" }, Output = { y } });
        },
        ["a layer of both directions behind nineteen thousand transpositions"] = m =>
        {
            m.Graph.Initializer.Add(TensorContent.OfIntegers("sequence", [3], [1, -1, 10]));
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "Reshape", Input = { x, "sequence" }, Output = { y } });
            Follow(m, 1, (_, x, y) => Recurrent(x, y, "w"), Filled(m, "w", 2, 4, 10), Filled(m, "r", 2, 4, 4));
            Follow(m, 19_000, (_, x, y) => new NodeProto { OpType = "Transpose", Input = { x }, Output = { y }, Attribute = { Ints("perm", 0, 2, 1, 3) } });
        },
        ["six thousand layers of both directions"] = m =>
        {
            m.Graph.Initializer.Add(TensorContent.OfIntegers("sequence", [3], [1, -1, 10]));
            m.Graph.Initializer.Add(TensorContent.OfIntegers("merged", [3], [0, 0, -1]));
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "Reshape", Input = { x, "sequence" }, Output = { y } }, Filled(m, "r", 2, 4, 4));
            Follow(m, 18_000, (i, x, y) =>
            {
                if (i % 3 == 0) m.Graph.Initializer.Add(TensorContent.OfFloats($"w{i}", [2, 4, i == 0 ? 10 : 8], new float[i == 0 ? 80 : 64]));
                return (i % 3) switch
                {
                    0 => Recurrent(x, y, $"w{i}"),
                    1 => new NodeProto { OpType = "Transpose", Input = { x }, Output = { y }, Attribute = { Ints("perm", 0, 2, 1, 3) } },
                    _ => new NodeProto { OpType = "Reshape", Input = { x, "merged" }, Output = { y } },
                };
            });
        },
        ["tensors of a hundred thousand dimensions"] = m =>
        {
            m.Graph.Initializer.Add(TensorContent.OfIntegers("target", [100_000], [-1, .. Enumerable.Repeat(1L, 99_999)]));
            Follow(m, 1, (_, x, y) => new NodeProto { OpType = "Reshape", Input = { x, "target" }, Output = { y } });
            Follow(m, 10_000, (_, x, y) => new NodeProto { OpType = "Add", Input = { x, x }, Output = { y } });
        },
        ["a split into a billion parts"] = m =>
        {
            m.OpsetImport[0].Version = 18;
            m.Graph.Node.Add(new NodeProto { OpType = "Split", Input = { m.Graph.Output[0].Name }, Output = { "first", "second" }, Attribute = { Int("axis", 1), Int("num_outputs", 1 << 30) } });
            m.Graph.Output[0].Name = "first";
        },
        ["a window of a billion"] = m =>
        {
            var pool = m.Graph.Node.First(n => n.OpType == "MaxPool");
            foreach (var sizes in pool.Attribute.Where(a => a.Ints.Count > 0))
                for (var i = 0; i < sizes.Ints.Count; i++) sizes.Ints[i] = 1 << 30;
        },
    };

    public void Dispose() => _campaign.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public Task A_model_that_asks_for_much_gets_little(string harm)
    {
        _campaign.Model(Harms[harm]);
        return InspectedAsync();
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(-1)]
    public async Task A_file_cut_off_is_refused(int length)
    {
        var bytes = File.ReadAllBytes(_campaign.ModelFile);
        File.WriteAllBytes(_campaign.ModelFile, length < 0 ? bytes[..^-length] : bytes[..length]);

        Assert.Equal(ExitCode.UsersMistake, (await InspectedAsync()).ExitCode);
    }

    [SkippableFact]
    public async Task Weights_outside_the_folder_are_refused()
    {
        _campaign.KeepWeightsAt("../../../etc/passwd");

        Assert.Contains("outside the model's folder", (await InspectedAsync()).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public Task One_file_taken_for_hundreds_of_weights_is_not_read_hundreds_of_times()
    {
        const int Length = 16 << 20;
        using (var empty = File.Create(Path.Combine(_campaign.Folder, "zeros"))) empty.SetLength(Length);
        _campaign.Model(model => model.Graph.Initializer.Add(Enumerable.Range(0, 127).Select(i => new TensorProto
        {
            Name = $"zeros{i}",
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { Length / sizeof(float) },
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData = { new StringStringEntryProto { Key = "location", Value = "zeros" } },
        })));
        return InspectedAsync();
    }

    private async Task<CommandRun> InspectedAsync()
    {
        Skip.IfNot(File.Exists("/proc/self/status"), "there is no /proc here, which tells a process's peak memory");
        var (run, peak) = await CommandProcess.RunWatchedAsync(_campaign.Folder, Limit, MostBytes, "inspect", "digits.onnx");

        output.WriteLine($"exit {run.ExitCode}, peak {peak >> 20} MB: {run.Error[..Math.Min(300, run.Error.Length)]}");
        Assert.True(run.ExitCode is ExitCode.Success or ExitCode.UsersMistake, run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.InRange(peak, 1, MostBytes);
        return run;
    }

    /// <summary>Lets nodes follow the model's end, each made of its number, its input and its output.</summary>
    private static void Follow(ModelProto model, int count, Func<int, string, string, NodeProto> node, params NodeProto[] constants)
    {
        model.Graph.Node.Add(constants);
        for (var i = 0; i < count; i++)
        {
            var added = node(i, model.Graph.Output[0].Name, $"added{model.Graph.Node.Count}");
            model.Graph.Output[0].Name = added.Output[0];
            model.Graph.Node.Add(added);
        }
    }

    private static NodeProto Relu(int number, string x, string y) => new() { OpType = "Relu", Input = { x }, Output = { y } };

    private static NodeProto Recurrent(string x, string y, string weights) => new()
    {
        OpType = "RNN",
        Input = { x, weights, "r" },
        Output = { y },
        Attribute = { new AttributeProto { Name = "direction", S = ByteString.CopyFromUtf8("bidirectional"), Type = AttributeProto.Types.AttributeType.String } },
    };

    private static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    private static NodeProto Filled(ModelProto model, string name, params long[] shape)
    {
        model.Graph.Initializer.Add(TensorContent.OfIntegers($"{name}.shape", [shape.Length], shape));
        return new NodeProto { OpType = "ConstantOfShape", Input = { $"{name}.shape" }, Output = { name } };
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };
}
