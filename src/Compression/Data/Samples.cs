namespace DeepIoT.Compression.Data;

/// <summary>
/// Samples in memory with what is right for them: <see cref="Inputs"/> is row-major, <see cref="Count"/> rows of
/// <see cref="Shape"/> values each, already scaled; <see cref="Targets"/> holds <see cref="TargetSize"/> numbers a row:
/// a class, tokens, or values, as the task has it; none where the samples have no labels.
/// </summary>
public sealed class Samples
{
    /// <param name="targetSize">0 for samples without labels.</param>
    /// <param name="groups">Which rows belong together, such as one user's; null when each stands alone.</param>
    public Samples(float[] inputs, long[] shape, float[] targets, int targetSize = 1, int[]? groups = null)
    {
        var size = Dimensions.Product(shape);
        var count = targetSize > 0 ? targets.Length / targetSize : checked((int)(inputs.LongLength / Math.Max(size, 1)));
        if (inputs.LongLength != size * count || targets.LongLength != (long)count * targetSize || (groups is not null && groups.Length != count))
            throw new ArgumentException($"{inputs.LongLength} values do not make {count} samples of {size}", nameof(inputs));
        (Inputs, Shape, Targets, TargetSize, Groups, SampleSize, Count) = (inputs, shape, targets, targetSize, groups, checked((int)size), count);
    }

    /// <summary>Samples of one class each.</summary>
    public Samples(float[] inputs, long[] shape, int[] classes)
        : this(inputs, shape, Array.ConvertAll(classes, c => (float)c))
    {
    }

    public float[] Inputs { get; }

    /// <summary>Shape of one sample, without the batch dimension.</summary>
    public long[] Shape { get; }

    public float[] Targets { get; }

    /// <summary>Numbers in one target; 0 without labels.</summary>
    public int TargetSize { get; }

    public bool IsLabelled => TargetSize > 0;

    public int[]? Groups { get; }

    /// <summary>Values in one sample.</summary>
    public int SampleSize { get; }

    public int Count { get; }

    public ReadOnlySpan<float> Row(int index) => Inputs.AsSpan(index * SampleSize, SampleSize);

    public ReadOnlySpan<float> TargetsOf(int index) => Targets.AsSpan(index * TargetSize, TargetSize);

    /// <summary>The same inputs with other labels.</summary>
    public Samples Labelled(float[] targets, int targetSize) => new(Inputs, Shape, targets, targetSize, Groups);

    /// <summary>A copy of the rows named, in that order.</summary>
    public Samples Rows(ReadOnlySpan<int> rows)
    {
        var inputs = GC.AllocateUninitializedArray<float>(checked(rows.Length * SampleSize));
        var targets = new float[rows.Length * TargetSize];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(inputs.AsSpan(i * SampleSize));
            TargetsOf(rows[i]).CopyTo(targets.AsSpan(i * TargetSize));
        }
        return new Samples(inputs, Shape, targets, TargetSize, Groups is { } groups ? [.. rows.ToArray().Select(row => groups[row])] : null);
    }

    /// <summary>A copy of <paramref name="count"/> rows from <paramref name="start"/> on.</summary>
    public Samples Range(int start, int count) => new(
        Inputs.AsSpan(checked(start * SampleSize), checked(count * SampleSize)).ToArray(), Shape,
        Targets.AsSpan(start * TargetSize, count * TargetSize).ToArray(), TargetSize, Groups?[start..(start + count)]);

    /// <summary>The same values seen under another shape of one sample, without a copy.</summary>
    /// <exception cref="RejectedException">The values of a sample do not mean the same under that shape.</exception>
    public Samples As(IReadOnlyList<long> shape, string field = "data.train.inputs")
    {
        // Flat rows take any shape of their size; otherwise only dimensions of 1 may come or go, for
        // [32,32,3] read as [3,32,32] would be a silent scramble.
        var isFlat = Shape.Length == 1 || shape.Count == 1;
        var fits = isFlat ? Dimensions.Product(shape) == SampleSize : shape.Where(n => n != 1).SequenceEqual(Shape.Where(n => n != 1));
        return fits
            ? new Samples(Inputs, [.. shape], Targets, TargetSize, Groups)
            : throw new RejectedException(field, $"one sample is {Dimensions.Text(Shape)} and the model takes {Dimensions.Text(shape)}", "Store the samples in the model's shape and order of dimensions");
    }

    /// <summary>
    /// Holds a share of the rows out, chosen by seed alone: whole groups where rows have one, else so that every target
    /// gives its share, to within one row. Both parts keep the order of the rows.
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
        var heldOut = Groups is null ? EvenShare(order, share) : WholeGroups(order, share);
        return (Rows([.. Enumerable.Range(0, Count).Where(row => !heldOut.Contains(row))]), Rows([.. heldOut.Order()]));
    }

    /// <summary>Every 1/share-th row of the sequence sorted by target, where there is one: the total is exact and the classes are even.</summary>
    private HashSet<int> EvenShare(int[] order, double share)
    {
        var byTarget = IsLabelled ? order.OrderBy(row => Targets[row * TargetSize]).ToArray() : order;
        var held = byTarget.Where((_, i) => Math.Floor((i + 1) * share) > Math.Floor(i * share)).ToHashSet();
        return held.Count > 0 ? held : [byTarget[0]];
    }

    /// <summary>Groups in the order drawn until they make the share, at least one and never the last one left.</summary>
    private HashSet<int> WholeGroups(int[] order, double share)
    {
        var groups = order.GroupBy(row => Groups![row]).ToArray();
        if (groups.Length < 2)
            throw new RejectedException("data.validationShare", "all samples are of one group, which cannot be split", "Leave the groups out, or give more of them");
        var held = new HashSet<int>();
        foreach (var group in groups[..^1])
        {
            if (held.Count >= share * Count) break;
            held.UnionWith(group);
        }
        return held;
    }
}
