using DeepIoT.Compression.Conformance;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tests.Data;
using Microsoft.ML.OnnxRuntime;

namespace DeepIoT.Compression.Tests.Conformance;

/// <summary>The ONNX project's own operator vectors, where Debian's libonnx-testdata or ONNX_TESTDATA has them.</summary>
public sealed class OperatorVectorTests
{
    private static readonly string Vectors = Environment.GetEnvironmentVariable("ONNX_TESTDATA") ?? "/usr/share/libonnx-testdata/data";

    /// <summary>Recurrent layers with the batch in front, which ONNX Runtime refuses.</summary>
    private static readonly string[] BatchFirst = ["gru_batchwise", "lstm_batchwise", "simple_rnn_batchwise"];

    public static TheoryData<string> Operators { get; } = Directory.Exists(Vectors)
        ? [.. VectorCase.All(Vectors).Select(VectorRun.OperatorOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)]
        : ["every operator"];

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public void Every_case_gives_the_vectors_outputs_or_is_refused_with_a_reason(string type)
    {
        var results = CasesOf(type).Select(VectorRun.Run).ToList();

        Assert.NotEmpty(results);
        Assert.All(results, r => Assert.Null(r.Difference is { } difference ? $"{r.Case.Name}: {difference}" : null));
        Assert.All(results.Select(r => r.Refusal).OfType<Problem>(), p => Assert.False(p.Reason.Length == 0 || p.Remedy.Length == 0));
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public void What_is_read_and_written_again_gives_the_vectors_outputs_in_onnx_runtime(string type)
    {
        foreach (var vector in CasesOf(type).Where(v => VectorRun.Run(v).IsPassed))
        {
            foreach (var (model, data) in VectorRun.FormsOf(vector).Where(form => form.Data.Count > 0 && IsAsDeclared(form.Model, form.Data)))
            {
                if (Written(model) is not { } written) continue;
                if (BatchFirst.Contains(vector.Name))
                {
                    Assert.ThrowsAny<OnnxRuntimeException>(() => new OnnxRuntimeModel(written));
                    continue;
                }
                using var runtime = new OnnxRuntimeModel(OnnxFile.Parse(OnnxFile.Serialize(written)));
                var found = runtime.Run(data.ToDictionary(t => t.Name));
                Assert.Null(VectorRun.Difference(found, vector.Outputs()) is { } difference ? $"{vector.Name}: {difference}" : null);
            }
        }
    }

    [SkippableFact]
    public void The_page_of_operators_says_what_the_vectors_say()
    {
        SkipWithoutVectors();

        var page = OperatorsPage.Of([.. VectorRun.All(Vectors)]);

        Assert.Equal(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operators.md")), page);
    }

    private static IEnumerable<VectorCase> CasesOf(string type)
    {
        SkipWithoutVectors();
        return VectorCase.All(Vectors).Where(v => VectorRun.OperatorOf(v) == type);
    }

    private static void SkipWithoutVectors() =>
        Skip.If(!Directory.Exists(Vectors), $"no operator vectors in {Vectors}; apt-get install libonnx-testdata, or name their folder in ONNX_TESTDATA");

    /// <summary>Some vectors declare another shape for an unread input than they give; ONNX Runtime insists on it.</summary>
    private static bool IsAsDeclared(ModelProto model, IReadOnlyList<TensorProto> data) =>
        data.All(t => model.Graph.Input.Single(i => i.Name == t.Name).Type.TensorType.Shape.Dim.Count == t.Dims.Count);

    /// <summary>What the reader makes of a model; null where this form is refused, or nothing is left to run.</summary>
    private static ModelProto? Written(ModelProto model)
    {
        try
        {
            return ModelGraph.ReadAsIs(model).Proto;
        }
        catch (RejectedException)
        {
            return null;
        }
    }
}
