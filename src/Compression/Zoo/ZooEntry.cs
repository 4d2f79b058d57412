using DeepIoT.Compression.Onnx;

namespace DeepIoT.Compression.Zoo;

/// <summary>A network that can be built and trained by name.</summary>
/// <param name="Input">Shape of one sample.</param>
/// <param name="Data">The data set that it is meant for, in words.</param>
/// <param name="Training">Settings that reach the accuracy expected of it.</param>
/// <param name="Build">The untrained model, by seed.</param>
public sealed record ZooEntry(
    string Name,
    string Description,
    IReadOnlyList<long> Input,
    int Classes,
    string Data,
    ZooTrainingSettings Training,
    Func<ulong, ModelProto> Build);
