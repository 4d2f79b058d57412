using DeepIoT.Cli.Yaml;
using DeepIoT.Compression.Data;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>`train` and `test`: one file, or a group that names inputs, labels and members of an npz.</summary>
public static class DataPartFields
{
    public static DataPart? Read(FieldScope data, string name, FileFields paths)
    {
        if (data.Take(name) is not { } node)
            return null;
        if (node is YamlScalar)
            return data.Scalar<string?>(node, data.PathOf(name), text => paths.Existing(text)!, null) is { } file ? new DataPart(file) : null;
        if (data.Section(node, data.PathOf(name)) is not { } part)
            return null;
        var inputs = part.Required("inputs", paths.Existing, "Name the file with the inputs.");
        var labels = part.Optional<string?>("labels", text => paths.Existing(text)!, null);
        var inputsMember = part.Optional<string?>("inputsMember", Member, null);
        var labelsMember = part.Optional<string?>("labelsMember", Member, null);
        part.RefuseUnknown();
        return inputs is null ? null : new DataPart(inputs, labels, inputsMember, labelsMember);
    }

    /// <summary>Refuses what does not go with the format.</summary>
    public static void Check(FieldScope data, string name, DataPart? part, DataFormat format, bool isLabelled)
    {
        if (part is null)
            return;
        var apart = DataFormats.HasLabelsApart(format);
        if (!isLabelled && (part.Labels ?? part.LabelsMember) is not null)
            data.Refuse(name, "names labels beside 'labels: none'", "Keep one of the two.");
        if (isLabelled && apart && part.Labels is null)
            data.Refuse($"{name}.labels", $"is missing: {Name(format)} keeps labels in a file of their own", $"Write '{name}:' with 'inputs: …' and 'labels: …' below it, or 'labels: none' below 'data:'.");
        if (!apart && part.Labels is not null)
            data.Refuse($"{name}.labels", $"does not go with {Name(format)}, which holds inputs and labels in one file", "Leave it out.");
        if (format != DataFormat.Npz && (part.InputsMember ?? part.LabelsMember) is not null)
            data.Refuse(name, "names members, which only an npz has", "Leave 'inputsMember' and 'labelsMember' out.");
    }

    private static string Name(DataFormat format) => format.ToString().ToLowerInvariant();

    private static Parsed<string?> Member(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.')
            ? text
            : new Complaint($"'{text}' is no member of an npz", "Write the name of an array, such as x_train.");
}
