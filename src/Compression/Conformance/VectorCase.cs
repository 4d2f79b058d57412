using DeepIoT.Compression.Import;
using DeepIoT.Compression.Onnx;
using static DeepIoT.Compression.Onnx.TensorProto.Types;

namespace DeepIoT.Compression.Conformance;

/// <summary>One case of the ONNX project's operator test vectors: a small model, its inputs and the outputs it must have.</summary>
public sealed class VectorCase
{
    private readonly string _folder;

    private VectorCase(string folder)
    {
        _folder = folder;
        Name = Path.GetFileName(folder)["test_".Length..];
        Model = OnnxFile.Parse(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        // A case names the version in which its operator last changed; that is also its meaning in the oldest one that is read.
        foreach (var standard in Model.OpsetImport.Where(o => o.Domain is "" or "ai.onnx")) standard.Version = Math.Max(standard.Version, ModelImport.OldestOpset);
    }

    public string Name { get; }

    public ModelProto Model { get; }

    /// <summary>Operators of the case: one, or several where it is one written out in others.</summary>
    public IReadOnlyList<string> Operators => [.. Model.Graph.Node.Select(n => n.Domain.Length > 0 ? $"{n.Domain}.{n.OpType}" : n.OpType).Distinct()];

    /// <summary>Whether every input and output is a plain tensor, and not a sequence or an optional one.</summary>
    public bool IsOfTensors => Model.Graph.Input.Concat(Model.Graph.Output).All(v => v.Type?.TensorType is not null);

    /// <summary>Inputs by the name that the model has for them.</summary>
    public IReadOnlyList<TensorProto> Inputs() => Read("input", Model.Graph.Input);

    public IReadOnlyList<TensorProto> Outputs() => Read("output", Model.Graph.Output);

    /// <summary>The model with some of its inputs as constants.</summary>
    public ModelProto Bound(IEnumerable<TensorProto> constants)
    {
        var model = Model.Clone();
        foreach (var constant in constants)
        {
            model.Graph.Input.Remove(model.Graph.Input.Single(i => i.Name == constant.Name));
            model.Graph.Initializer.Add(constant);
        }
        model.IrVersion = Math.Max(model.IrVersion, ModelImport.IrWithoutStoredInputs);
        return model;
    }

    /// <param name="vectors">The folder that holds `node/test_…`.</param>
    public static IEnumerable<VectorCase> All(string vectors) =>
        Directory.EnumerateDirectories(Path.Combine(vectors, "node"), "test_*").Order(StringComparer.Ordinal).Select(folder => new VectorCase(folder));

    private List<TensorProto> Read(string kind, IEnumerable<ValueInfoProto> values) =>
    [
        .. values.Select((value, i) =>
        {
            var tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(_folder, "test_data_set_0", $"{kind}_{i}.pb")));
            tensor.Name = value.Name;
            // The vectors keep bfloat16 as the bits of an unsigned integer.
            if ((DataType)(value.Type?.TensorType?.ElemType ?? 0) == DataType.Bfloat16) tensor.DataType = (int)DataType.Bfloat16;
            return tensor;
        }),
    ];
}
