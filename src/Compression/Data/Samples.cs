namespace DeepIoT.Compression.Data;

/// <summary>
/// Labelled samples in memory: <see cref="Inputs"/> is row-major, <see cref="Count"/> rows of
/// <see cref="Shape"/> values each, already scaled; <see cref="Labels"/> holds the class of each row.
/// </summary>
public sealed class Samples
{
    public Samples(float[] inputs, long[] shape, int[] labels)
    {
        var size = shape.Aggregate(1L, (product, n) => product * n);
        if (inputs.LongLength != size * labels.Length)
            throw new ArgumentException($"{inputs.LongLength} values do not make {labels.Length} samples of {size}", nameof(inputs));
        (Inputs, Shape, Labels, SampleSize) = (inputs, shape, labels, checked((int)size));
    }

    public float[] Inputs { get; }

    /// <summary>Shape of one sample, without the batch dimension.</summary>
    public long[] Shape { get; }

    public int[] Labels { get; }

    /// <summary>Values in one sample.</summary>
    public int SampleSize { get; }

    public int Count => Labels.Length;
}
