using DeepIoT.Compression.Data.Formats;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>Arrays of one raw NPZ file, each checked for the shape and the range that its data set states.</summary>
internal sealed class RawArchive(NpzArchive archive, string file)
{
    /// <summary>An array [n, …sample].</summary>
    /// <param name="sample">The shape behind the first dimension; none for a plain series.</param>
    public float[] Floats(string member, double scale, params long[] sample)
    {
        var reader = archive.Open(member, file);
        if (reader.Header.Shape is not [> 0, .. var shape] || !shape.SequenceEqual(sample))
            throw RawFolder.Rejected(file, $"its array '{member}' has the shape {Dimensions.Text(reader.Header.Shape)} where [n{string.Concat(sample.Select(n => $", {n}"))}] is due");
        var values = reader.ReadFloats(scale);
        var wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        return wrong < 0 ? values : throw RawFolder.Rejected(file, $"value {wrong} of its array '{member}' is not a finite number");
    }

    /// <summary>One whole number for each sample.</summary>
    /// <param name="count">Of the samples; any when null.</param>
    public int[] Integers(string member, int? count, int least, int most) =>
        RawFolder.Integers(archive.Open(member, file), $"'{member}'", count, least, most, file);
}
