using DeepIoT.Compression.Data;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>Training samples with what the uncompressed network says of each: logits [samples, classes].</summary>
public sealed record TrainingData(Samples Samples, Tensor Teacher) : IDisposable
{
    public void Dispose() => Teacher.Dispose();
}
