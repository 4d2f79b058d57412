using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Data;

/// <summary>
/// One batch of samples. Its tensors may be made off the training thread, so they are in no dispose scope and belong to
/// whoever took the batch.
/// </summary>
/// <param name="Inputs">float32 [batch, values of one sample].</param>
/// <param name="Labels">int64 [batch].</param>
/// <param name="Rows">int64 [batch], the samples' places in the data.</param>
public sealed record Batch(Tensor Inputs, Tensor Labels, Tensor Rows) : IDisposable
{
    public int Size => (int)Inputs.shape[0];

    public static Batch Of(Samples samples, ReadOnlySpan<int> rows)
    {
        var batch = new Batch(
            Owned([rows.Length, samples.SampleSize], ScalarType.Float32), Owned([rows.Length], ScalarType.Int64), Owned([rows.Length], ScalarType.Int64));
        // Gathered straight into Torch's memory: a managed buffer of this size would go to the large object heap each time.
        var inputs = MemoryMarshal.Cast<byte, float>(batch.Inputs.bytes);
        var labels = MemoryMarshal.Cast<byte, long>(batch.Labels.bytes);
        var places = MemoryMarshal.Cast<byte, long>(batch.Rows.bytes);
        for (var i = 0; i < rows.Length; i++)
        {
            samples.Row(rows[i]).CopyTo(inputs[(i * samples.SampleSize)..]);
            labels[i] = samples.Labels[rows[i]];
            places[i] = rows[i];
        }
        return batch;
    }

    /// <summary>The inputs in the shape that a model declares, whose first dimension is the batch.</summary>
    public Tensor InputsAs(IReadOnlyList<long> modelInput) => Inputs.view([Size, .. modelInput.Skip(1)]);

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
        Rows.Dispose();
    }

    private static Tensor Owned(long[] shape, ScalarType type) => empty(shape, type).DetachFromDisposeScope();
}
