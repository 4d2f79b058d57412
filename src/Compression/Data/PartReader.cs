using DeepIoT.Compression.Data.Formats;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Data;

/// <summary>Reads one part of the data in any format; what is wrong goes to the list, all of it.</summary>
internal sealed class PartReader(DataSource source, List<Problem> problems)
{
    private const string GroupMember = "group";
    private const string OrNone = ", or say that there are no labels: `labels: none`, `--no-labels`";

    /// <param name="part">Its place in the campaign file is <paramref name="field"/>, e.g. `data.train`.</param>
    /// <returns>Null when the part has problems of its own.</returns>
    public RawPart? Read(DataPart part, string field) => source.Format switch
    {
        _ when !source.IsLabelled && (part.Labels ?? part.LabelsMember) is not null => Contradicted(field),
        DataFormat.Csv => Alone(part, field) ? ReadCsv(part, $"{field}.inputs") : null,
        DataFormat.Npz => Alone(part, field) ? ReadNpz(part, field) : null,
        DataFormat.Idx => ReadApart(part, field, IdxReader.Open),
        _ => ReadApart(part, field, OpenNpy),
    };

    private RawPart? ReadCsv(DataPart part, string field) => Guarded(field, () =>
    {
        using var file = DataFile.Open(part.Inputs, field);
        return new CsvReader(field, source.Scale, source.IsLabelled, problems).Read(file) is { } table
            ? new RawPart(table.Inputs, [table.Columns], table.Labels, source.IsLabelled ? 1 : 0, null, table.FirstLine)
            : null;
    });

    private RawPart? ReadNpz(DataPart part, string field) => Guarded($"{field}.inputs", () =>
    {
        using var archive = new NpzArchive(part.Inputs, $"{field}.inputs");
        var inputs = Guarded($"{field}.inputsMember", () => ToInputs(archive.Open(part.InputsMember ?? "x", $"{field}.inputsMember")));
        var labels = source.IsLabelled
            ? Guarded($"{field}.labelsMember", () => ToLabels(archive.Open(part.LabelsMember ?? "y", $"{field}.labelsMember", orElse: OrNone), $"{field}.labelsMember"))
            : NoLabels(inputs);
        var groups = archive.Has(GroupMember) ? Guarded($"{field}.inputs", () => ToGroups(archive.Open(GroupMember, $"{field}.inputs"), $"{field}.inputs")) : null;
        return Joined(inputs, labels, field, groups);
    });

    private RawPart? ReadApart(DataPart part, string field, Func<DataFile, string, ArrayReader> open)
    {
        var inputs = Array(part.Inputs, $"{field}.inputs", open);
        return Joined(inputs, source.IsLabelled ? LabelsFile(part, $"{field}.labels", open) : NoLabels(inputs), field);
    }

    private ArrayInputs? Array(string path, string field, Func<DataFile, string, ArrayReader> open) => Guarded(field, () =>
    {
        using var file = DataFile.Open(path, field);
        return ToInputs(Opened(file, field, open));
    });

    private ArrayLabels? LabelsFile(DataPart part, string field, Func<DataFile, string, ArrayReader> open) => Guarded(field, () =>
    {
        if (part.Labels is null)
            throw new RejectedException(field, $"{source.Format} files hold one array each", $"Name the file of the labels{OrNone}");
        using var file = DataFile.Open(part.Labels, field);
        return ToLabels(Opened(file, field, open), field);
    });

    private static ArrayReader Opened(DataFile file, string field, Func<DataFile, string, ArrayReader> open) =>
        file.IsPacked ? open(file, field).Bounded(file.MostBytes / DataFile.MostDeflateRatio, field) : open(file, field);

    private static ArrayReader OpenNpy(DataFile file, string field) => NpyReader.Open(file.Content, file.MostBytes, file.IsPacked, field);

    private sealed record ArrayInputs(float[] Values, long[] Shape);

    private sealed record ArrayLabels(double[] Values, long Count);

    private ArrayInputs ToInputs(ArrayReader reader) => new(reader.ReadFloats(source.Scale), reader.Header.Shape);

    private ArrayLabels ToLabels(ArrayReader reader, string field) => reader.Header.Shape switch
    {
        [_] or [_, 1] => new(reader.ReadDoubles(), reader.Header.Shape[0]),
        [var count, > 0] when source.Task != TaskKind.Classification => new(reader.ReadDoubles(), count),
        var shape => throw new RejectedException(field, $"labels have shape {Dimensions.Text(shape)}",
            source.Task == TaskKind.Classification ? "Give one class number for each sample, in one dimension" : "Give one row of numbers for each sample"),
    };

    private static ArrayLabels? NoLabels(ArrayInputs? inputs) => inputs is { Shape: [var count, ..] } ? new ArrayLabels([], count) : null;

    private static int[] ToGroups(ArrayReader reader, string field) => reader.Header.Shape is [_]
        ? System.Array.ConvertAll(reader.ReadDoubles(), group => (int)group)
        : throw new RejectedException(field, $"the member '{GroupMember}' has shape {Dimensions.Text(reader.Header.Shape)}", "Give one group number for each sample, in one dimension");

    private RawPart? Joined(ArrayInputs? inputs, ArrayLabels? labels, string field, int[]? groups = null)
    {
        if (inputs is null || labels is null)
            return null;
        if (inputs.Shape.Length == 0 || inputs.Values.Length == 0)
        {
            problems.Add(new Problem($"{field}.inputs", $"there are no samples in shape {Dimensions.Text(inputs.Shape)}", "Give at least one; samples lie along the first dimension"));
            return null;
        }
        var shape = inputs.Shape[1..];
        if (groups is not null && groups.Length != inputs.Shape[0])
        {
            problems.Add(new Problem($"{field}.inputs", $"there are {groups.Length} groups for {inputs.Shape[0]} samples", "Give one group number for each sample, or none"));
            return null;
        }
        if (inputs.Shape[0] == labels.Count)
            return new RawPart(inputs.Values, shape, labels.Values, labels.Values.Length / (int)labels.Count, groups, null);
        problems.Add(new Problem(
            $"{field}.labels",
            $"there are {labels.Count} labels for {inputs.Shape[0]} samples of shape {Dimensions.Text(shape)}",
            "Give one label for each sample; samples lie along the first dimension"));
        return null;
    }

    private RawPart? Contradicted(string field)
    {
        problems.Add(new Problem($"{field}.labels", "labels are named, and the data is said to have none", "Leave one of the two out"));
        return null;
    }

    private bool Alone(DataPart part, string field)
    {
        if (part.Labels is null)
            return true;
        problems.Add(new Problem($"{field}.labels", $"a {source.Format} file holds inputs and labels together", "Leave this field out"));
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
