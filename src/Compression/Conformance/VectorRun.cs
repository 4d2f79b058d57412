using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Import;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Operators;
using static DeepIoT.Compression.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Conformance;

/// <summary>
/// Runs operator vectors through this project's own reader and executor. What may be data and what must be a constant
/// the vectors do not say; so each case is tried with all floats as data, and with only the first as data. It passes when
/// one of these is understood, and each that is understood gives the vector's outputs.
/// </summary>
public static class VectorRun
{
    // The tolerances of the ONNX project's own runner.
    private const double Relative = 1e-3, Absolute = 1e-7;

    // A step of bfloat16, which is read as a 32-bit float and not rounded.
    private const double RelativeOfBfloat16 = 1.0 / 128;

    /// <summary>What a case of several operators counts for.</summary>
    public const string Several = "several together";

    /// <summary>Operators that are computed at import, where their inputs are constants or shapes.</summary>
    private static readonly string[] OfShapes = ["Constant", "Shape", "Size", "If"];

    /// <summary>Results of every case whose operator is one of ours, in the order of their names.</summary>
    public static IEnumerable<VectorResult> All(string vectors) => VectorCase.All(vectors).Where(c => OperatorOf(c) is not null).Select(Run);

    /// <summary>The operator that a case counts for; null when it is none of ours.</summary>
    public static string? OperatorOf(VectorCase vector)
    {
        if (!vector.Operators.All(type => IsRun(type) || OfShapes.Contains(type) || ConstantRules.Knows(type))) return null;
        return vector.Operators is [var only] ? only : Several;
    }

    /// <summary>Runs at inference, and is not just folded at import.</summary>
    public static bool IsRun(string type) => type == Several || OperatorRegistry.All.Any(o => o.Type == type);

    /// <summary>The models that a case is tried as, each with the inputs that stay data.</summary>
    public static IEnumerable<(ModelProto Model, IReadOnlyList<TensorProto> Data)> FormsOf(VectorCase vector)
    {
        var inputs = vector.Inputs();
        var type = OperatorOf(vector)!;
        if (type is "Constant" or "If" || !(IsRun(type) || OfShapes.Contains(type)))
        {
            yield return (vector.Bound(inputs), []);
            yield break;
        }
        var floats = inputs.Where(i => (DataType)i.DataType is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16).ToList();
        if (floats.Count > 1) yield return (vector.Bound(inputs.Except(floats)), floats);
        yield return (vector.Bound(inputs.Skip(1)), [.. inputs.Take(1)]);
    }

    public static VectorResult Run(VectorCase vector)
    {
        var type = OperatorOf(vector)!;
        if (!vector.IsOfTensors)
            return new VectorResult(vector, type, new Problem(vector.Name, "passes sequences or optional values", "Only plain tensors are supported."), null);
        Problem? refusal = null;
        var understood = 0;
        foreach (var (model, data) in FormsOf(vector))
        {
            try
            {
                if (Difference(Outputs(model, data), vector.Outputs()) is { } difference) return new VectorResult(vector, type, null, difference);
                understood++;
            }
            catch (RejectedException rejected)
            {
                refusal = rejected.Problems[0];
            }
        }
        return new VectorResult(vector, type, understood > 0 ? null : refusal, null);
    }

    /// <summary>How far outputs are from what they must be, in words; null within the tolerance.</summary>
    public static string? Difference(IReadOnlyList<double[]> found, IReadOnlyList<TensorProto> expected)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            var values = ValuesOf(expected[i]);
            if (found[i].Length != values.Length) return $"output {i} has {found[i].Length} values, not {values.Length}";
            var relative = (DataType)expected[i].DataType == DataType.Bfloat16 ? RelativeOfBfloat16 : Relative;
            var wrong = Enumerable.Range(0, values.Length).Where(v => !IsClose(found[i][v], values[v], relative)).ToList();
            if (wrong.Count > 0) return $"output {i} differs in {wrong.Count} of {values.Length} values, first {found[i][wrong[0]]} where {values[wrong[0]]} is due";
        }
        return null;
    }

    private static List<double[]> Outputs(ModelProto model, IReadOnlyList<TensorProto> data)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var names = model.Graph.Output.Select(o => o.Name).ToList();
        var folded = ModelImport.NormaliseAsIs(model);
        var constants = folded.Graph.Initializer.ToDictionary(t => t.Name);
        if (names.All(constants.ContainsKey)) return [.. names.Select(name => ValuesOf(constants[name]))];
        if (data.Count == 0)
        {
            var types = string.Join(" and ", folded.Graph.Initializer.Select(t => (DataType)t.DataType).Distinct());
            throw new RejectedException("model", $"computes with constants of {types}", "Only floats, signed integers, bytes and booleans are folded.");
        }
        using var network = new Network(ModelGraph.ReadAsIs(model));
        var made = network.ForwardAll(data.ToDictionary(t => t.Name, t => TorchMemory.Of(t.Floats(), [.. t.Dims])));
        return [.. names.Select(name => TorchMemory.ValuesOf<double>(made[name].to_type(ScalarType.Float64)))];
    }

    private static double[] ValuesOf(TensorProto tensor) =>
        (DataType)tensor.DataType is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16
            ? [.. tensor.Floats().Select(v => (double)v)]
            : [.. tensor.Integers().Select(v => (double)v)];

    private static bool IsClose(double found, double due, double relative) =>
        found == due || (double.IsNaN(found) && double.IsNaN(due)) || Math.Abs(found - due) <= Absolute + (relative * Math.Abs(due));
}
