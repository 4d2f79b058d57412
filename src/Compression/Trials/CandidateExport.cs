using System.Security.Cryptography;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Trials;

/// <summary>Makes a candidate, named by its bytes, of a dense network.</summary>
internal static class CandidateExport
{
    public static TrialCandidate Of(Network network, ModelGraph original, int rung, Evaluation validation, Evaluation? test)
    {
        var onnx = OnnxFile.Serialize(network.ToProto());
        var cost = CostOf(network.Graph, onnx.Length);
        return new TrialCandidate(onnx, Convert.ToHexStringLower(SHA256.HashData(onnx)), rung, cost, validation.Accuracy, validation.Loss, test?.Accuracy,
            [.. original.Groups.Zip(network.Graph.Groups, (before, after) => new LayerWidth(before.Name, before.Units, after.Units))]);
    }

    public static TrialProbe ProbeOf(Network network, Budget budget, ModelGraph original)
    {
        var onnx = OnnxFile.Serialize(network.ToProto());
        return new TrialProbe(onnx, Convert.ToHexStringLower(SHA256.HashData(onnx)), budget.CostOf(network.Graph, original).At(network.Graph.Widths));
    }

    public static ModelCost CostOf(ModelGraph graph, long bytes) =>
        new((long)graph.Parameters.At(graph.Widths), (long)graph.Macs.At(graph.Widths), bytes);
}
