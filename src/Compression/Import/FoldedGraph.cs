using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Import;

/// <summary>What is left of a graph after folding: nodes in running order, and every constant by its name.</summary>
internal sealed record FoldedGraph(IReadOnlyList<NodeProto> Nodes, IReadOnlyDictionary<string, TensorProto> Constants);
