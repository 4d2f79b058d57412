using DeepIoT.Compression.Data.Formats;

namespace DeepIoT.Compression.Data;

/// <summary>Reads one part of the data in any format; what is wrong goes to the list, all of it.</summary>
internal sealed class PartReader(DataFormat format, double scale, List<Problem> problems)
{
    /// <param name="part">Its place in the campaign file is <paramref name="field"/>, e.g. `data.train`.</param>
    /// <returns>Null when the part has problems of its own.</returns>
    public RawPart? Read(DataPart part, string field) => format switch
    {
        DataFormat.Csv => Alone(part, field) ? ReadCsv(part, $"{field}.inputs") : null,
        DataFormat.Npz => Alone(part, field) ? ReadNpz(part, field) : null,
        DataFormat.Idx => Joined(Array(part.Inputs, $"{field}.inputs", IdxReader.Open), LabelsFile(part, $"{field}.labels", IdxReader.Open), field),
        _ => Joined(Array(part.Inputs, $"{field}.inputs", OpenNpy), LabelsFile(part, $"{field}.labels", OpenNpy), field),
    };

    private RawPart? ReadCsv(DataPart part, string field) => Guarded(field, () =>
    {
        using var file = DataFile.Open(part.Inputs, field);
        return new CsvReader(field, scale, problems).Read(file) is { } table
            ? new RawPart(table.Inputs, [table.Columns], table.Labels, table.FirstLine)
            : null;
    });

    private RawPart? ReadNpz(DataPart part, string field) => Guarded($"{field}.inputs", () =>
    {
        using var archive = new NpzArchive(part.Inputs, $"{field}.inputs");
        var inputs = Guarded($"{field}.inputsMember", () => ToInputs(archive.Open(part.InputsMember ?? "x", $"{field}.inputsMember")));
        var labels = Guarded($"{field}.labelsMember", () => ToLabels(archive.Open(part.LabelsMember ?? "y", $"{field}.labelsMember"), $"{field}.labelsMember"));
        return Joined(inputs, labels, field);
    });

    private ArrayInputs? Array(string path, string field, Func<DataFile, string, ArrayReader> open) => Guarded(field, () =>
    {
        using var file = DataFile.Open(path, field);
        return ToInputs(open(file, field));
    });

    private double[]? LabelsFile(DataPart part, string field, Func<DataFile, string, ArrayReader> open) => Guarded(field, () =>
    {
        if (part.Labels is null)
            throw new RejectedException(field, $"{format} files hold one array each", "Name the file of the labels");
        using var file = DataFile.Open(part.Labels, field);
        return ToLabels(open(file, field), field);
    });

    private static ArrayReader OpenNpy(DataFile file, string field) => NpyReader.Open(file.Content, file.MostBytes, file.IsPacked, field);

    private sealed record ArrayInputs(float[] Values, long[] Shape);

    private ArrayInputs ToInputs(ArrayReader reader) => new(reader.ReadFloats(scale), reader.Header.Shape);

    private static double[] ToLabels(ArrayReader reader, string field) => reader.Header.Shape is [_] or [_, 1]
        ? reader.ReadDoubles()
        : throw new RejectedException(field, $"labels have shape {Dimensions.Text(reader.Header.Shape)}", "Give one class number for each sample, in one dimension");

    private RawPart? Joined(ArrayInputs? inputs, double[]? labels, string field)
    {
        if (inputs is null || labels is null)
            return null;
        if (inputs.Shape.Length == 0 || inputs.Values.Length == 0)
        {
            problems.Add(new Problem($"{field}.inputs", $"there are no samples in shape {Dimensions.Text(inputs.Shape)}", "Give at least one; samples lie along the first dimension"));
            return null;
        }
        var shape = inputs.Shape[1..];
        if (inputs.Shape[0] == labels.Length)
            return new RawPart(inputs.Values, shape, labels, null);
        problems.Add(new Problem(
            $"{field}.labels",
            $"there are {labels.Length} labels for {inputs.Shape[0]} samples of shape {Dimensions.Text(shape)}",
            "Give one label for each sample; samples lie along the first dimension"));
        return null;
    }

    private bool Alone(DataPart part, string field)
    {
        if (part.Labels is null)
            return true;
        problems.Add(new Problem($"{field}.labels", $"a {format} file holds inputs and labels together", "Leave this field out"));
        return false;
    }

    private T? Guarded<T>(string field, Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (RejectedException rejected)
        {
            problems.AddRange(rejected.Problems);
        }
        catch (InvalidDataException damage)
        {
            problems.Add(new Problem(field, $"the file is damaged: {damage.Message.TrimEnd('.')}", "Copy or download it again"));
        }
        return null;
    }
}
