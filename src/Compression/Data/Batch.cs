using static TorchSharp.torch;

namespace DeepIoT.Compression.Data;

/// <summary>
/// One batch of training samples. Its tensors are made off the training thread and belong to whoever took the batch.
/// </summary>
/// <param name="Inputs">float32 [batch, values of one sample].</param>
/// <param name="Labels">int64 [batch].</param>
/// <param name="Rows">int64 [batch], the samples' places in the data.</param>
public sealed record Batch(Tensor Inputs, Tensor Labels, Tensor Rows) : IDisposable
{
    public int Size => (int)Inputs.shape[0];

    /// <summary>The inputs in the shape that a model declares, whose first dimension is the batch.</summary>
    public Tensor InputsAs(IReadOnlyList<long> modelInput) => Inputs.view([Size, .. modelInput.Skip(1)]);

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
        Rows.Dispose();
    }
}
