namespace DeepIoT.Compression.Data;

/// <summary>
/// Labelled samples in memory: <see cref="Inputs"/> is row-major, <see cref="Count"/> rows of
/// <see cref="Shape"/> values each, already scaled; <see cref="Labels"/> holds the class of each row.
/// </summary>
public sealed class Samples
{
    public Samples(float[] inputs, long[] shape, int[] labels)
    {
        var size = Dimensions.Product(shape);
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

    public ReadOnlySpan<float> Row(int index) => Inputs.AsSpan(index * SampleSize, SampleSize);

    /// <summary>A copy of the rows named, in that order.</summary>
    public Samples Rows(ReadOnlySpan<int> rows)
    {
        var inputs = GC.AllocateUninitializedArray<float>(checked(rows.Length * SampleSize));
        var labels = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(inputs.AsSpan(i * SampleSize));
            labels[i] = Labels[rows[i]];
        }
        return new Samples(inputs, Shape, labels);
    }

    /// <summary>A copy of <paramref name="count"/> rows from <paramref name="start"/> on.</summary>
    public Samples Range(int start, int count) => new(
        Inputs.AsSpan(checked(start * SampleSize), checked(count * SampleSize)).ToArray(), Shape, Labels.AsSpan(start, count).ToArray());

    /// <summary>The same values seen under another shape of one sample, without a copy.</summary>
    /// <exception cref="RejectedException">The values of a sample do not mean the same under that shape.</exception>
    public Samples As(IReadOnlyList<long> shape, string field = "data.train.inputs")
    {
        // Flat rows take any shape of their size; otherwise only dimensions of 1 may come or go, for
        // [32,32,3] read as [3,32,32] would be a silent scramble.
        var isFlat = Shape.Length == 1 || shape.Count == 1;
        var fits = isFlat ? Dimensions.Product(shape) == SampleSize : shape.Where(n => n != 1).SequenceEqual(Shape.Where(n => n != 1));
        return fits
            ? new Samples(Inputs, [.. shape], Labels)
            : throw new RejectedException(field, $"one sample is {Dimensions.Text(Shape)} and the model takes {Dimensions.Text(shape)}", "Store the samples in the model's shape and order of dimensions");
    }

    /// <summary>
    /// Holds a share of the rows out: every class gives its share, to within one row, chosen by seed alone.
    /// Both parts keep the order of the rows.
    /// </summary>
    /// <param name="share">In (0, 1); at least one row lands on each side.</param>
    /// <returns>The rest to train on, and the rows held out.</returns>
    public (Samples Train, Samples Validation) Split(double share, ulong seed)
    {
        if (share is not (> 0 and < 1))
            throw new RejectedException("data.validationShare", $"{share} is not between 0 and 1", "Give a share such as 0.1");
        if (Count < 2)
            throw new RejectedException("data.train.inputs", $"{Count} sample cannot be split in two", "Give more samples");
        var order = Enumerable.Range(0, Count).ToArray();
        new SplitMix64(seed).Shuffle(order);
        var byClass = order.OrderBy(row => Labels[row]).ToArray();
        // Every 1/share-th row of the sequence sorted by class: the total is exact and the classes are even.
        var heldOut = byClass.Where((_, i) => Math.Floor((i + 1) * share) > Math.Floor(i * share)).ToHashSet();
        if (heldOut.Count == 0)
            heldOut.Add(byClass[0]);
        return (Rows([.. Enumerable.Range(0, Count).Where(row => !heldOut.Contains(row))]), Rows([.. heldOut.Order()]));
    }
}
