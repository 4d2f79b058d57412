using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Data;

/// <summary>
/// One batch of samples. Its tensors may be made off the training thread, so they are in no dispose scope and belong to
/// whoever took the batch.
/// </summary>
/// <param name="Inputs">float32 [batch, values of one sample].</param>
/// <param name="Targets">float32 [batch, numbers of one target].</param>
/// <param name="Rows">int64 [batch], the samples' places in the data.</param>
public sealed record Batch(Tensor Inputs, Tensor Targets, Tensor Rows) : IDisposable
{
    public int Size => (int)Inputs.shape[0];

    public static Batch Of(Samples samples, ReadOnlySpan<int> rows)
    {
        var batch = new Batch(
            Owned([rows.Length, samples.SampleSize], ScalarType.Float32), Owned([rows.Length, samples.TargetSize], ScalarType.Float32), Owned([rows.Length], ScalarType.Int64));
        // Gathered straight into Torch's memory: a managed buffer of this size would go to the large object heap each time.
        var inputs = MemoryMarshal.Cast<byte, float>(batch.Inputs.bytes);
        var targets = MemoryMarshal.Cast<byte, float>(batch.Targets.bytes);
        var places = MemoryMarshal.Cast<byte, long>(batch.Rows.bytes);
        for (var i = 0; i < rows.Length; i++)
        {
            samples.Row(rows[i]).CopyTo(inputs[(i * samples.SampleSize)..]);
            samples.TargetsOf(rows[i]).CopyTo(targets[(i * samples.TargetSize)..]);
            places[i] = rows[i];
        }
        return batch;
    }

    /// <summary>The inputs in the shape that a model declares, whose first dimension is the batch.</summary>
    public Tensor InputsAs(IReadOnlyList<long> modelInput) => Inputs.view([Size, .. modelInput.Skip(1)]);

    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        Rows.Dispose();
    }

    private static Tensor Owned(long[] shape, ScalarType type) => empty(shape, type).DetachFromDisposeScope();
}
