using DeepIoT.Compression.Data.Formats;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>The raw files of a data set. Whatever is wrong with one is a rejection that names the file.</summary>
internal sealed class RawFolder(string path)
{
    private const string Again = "Copy or download it again";

    /// <summary>Reads from an NPZ archive.</summary>
    public T Archive<T>(string file, Func<RawArchive, T> read) => Guarded(file, full =>
    {
        using var archive = new NpzArchive(full, full);
        return read(new RawArchive(archive, full));
    });

    /// <summary>The samples of an IDX file, scaled.</summary>
    /// <param name="sample">The shape that one must have.</param>
    public float[] Images(string file, double scale, params long[] sample) => Guarded(file, full =>
    {
        using var content = DataFile.Open(full, full);
        var reader = IdxReader.Open(content, full);
        return reader.Header.Shape is [_, .. var shape] && shape.SequenceEqual(sample)
            ? reader.ReadFloats(scale)
            : throw Rejected(full, $"it holds {Dimensions.Text(reader.Header.Shape)} where samples of {Dimensions.Text(sample)} are due");
    });

    /// <summary>The class numbers of an IDX file.</summary>
    public int[] Labels(string file, int count, int classes) => Guarded(file, full =>
    {
        using var content = DataFile.Open(full, full);
        return Integers(IdxReader.Open(content, full), "label", count, 0, classes - 1, full);
    });

    /// <summary>Reads a file in a way of its own.</summary>
    public T Whole<T>(string file, Func<DataFile, T> read) => Guarded(file, full =>
    {
        using var content = DataFile.Open(full, full);
        return read(content);
    });

    /// <summary>Numbers in one dimension that must all lie in a range.</summary>
    /// <param name="count">How many there must be; any when null.</param>
    public static int[] Integers(ArrayReader reader, string what, int? count, int least, int most, string field)
    {
        if (reader.Header.Shape is not [> 0 and var length] || (count is not null && length != count))
            throw Rejected(field, $"its {what} numbers have the shape {Dimensions.Text(reader.Header.Shape)} where [{(count is null ? "n" : count)}] is due");
        var values = reader.ReadDoubles();
        var wrong = Array.FindIndex(values, value => value != Math.Floor(value) || value < least || value > most);
        return wrong < 0
            ? Array.ConvertAll(values, value => (int)value)
            : throw Rejected(field, $"its {what} number {wrong} is {values[wrong]} where {least} to {most} are due");
    }

    public static RejectedException Rejected(string file, string reason) => new(file, reason, Again);

    private T Guarded<T>(string file, Func<string, T> read)
    {
        var full = Path.Combine(path, file);
        if (!File.Exists(full))
            throw new RejectedException(full, "there is no such file", "Name the folder that holds it, as docs/data.md tells");
        try
        {
            return read(full);
        }
        catch (RejectedException rejected)
        {
            throw new RejectedException([.. rejected.Problems.Select(problem => problem with { Field = full, Remedy = Again })]);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            throw Rejected(full, $"the file is damaged: {damage.Message.TrimEnd('.')}");
        }
    }
}
