using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Yaml;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>`data`: the files, their format, and how they are cut into train, validation and test.</summary>
public static class DataSection
{
    public const double DefaultValidationShare = 0.1;

    private const string TrainRemedy = "Name the training data, such as 'train: digits.csv.gz'.";

    public static (DataSource? Data, double ValidationShare) Read(FieldScope root, FileFields paths, TaskKind task)
    {
        if (root.Section("data") is not { } data)
        {
            if (!root.Has("data"))
                root.RefuseMissing("data", TrainRemedy);
            return (null, DefaultValidationShare);
        }
        var train = DataPartFields.Read(data, "train", paths);
        if (!data.Has("train"))
            data.RefuseMissing("train", TrainRemedy);
        var test = DataPartFields.Read(data, "test", paths);
        var testShare = data.Optional("testShare", Amounts.Share, 0);
        if (data.Has("test") && data.Has("testShare"))
            data.Refuse("testShare", "is given beside 'test'", "Keep one: a test file, or a share cut off the end of train.");
        var scale = data.Optional("scale", Amounts.Factor, 1);
        var validationShare = data.Optional("validationShare", Amounts.Share, DefaultValidationShare);
        var isLabelled = data.Optional("labels", AreLabelled, true);
        var format = Format(data, train);
        if (format is { } known)
        {
            DataPartFields.Check(data, "train", train, known, isLabelled);
            DataPartFields.Check(data, "test", test, known, isLabelled);
        }
        data.RefuseUnknown();
        return train is null || format is null ? default : (new DataSource(format.Value, train, test, testShare, scale, task, isLabelled), validationShare);
    }

    private static Parsed<bool> AreLabelled(string text) => text == "none"
        ? false
        : new Complaint($"'{text}' is not known here", "Write 'labels: none' for files with inputs alone, and leave it out otherwise; a file of labels is named below 'train'.");

    private static DataFormat? Format(FieldScope data, DataPart? train)
    {
        if (data.Has("format"))
            return data.Optional("format", text => DataFormats.Parse(text).AsNullable(), null);
        data.Take("format");
        var guess = train is null ? null : DataFormats.Guess(train.Inputs);
        if (train is not null && guess is null)
            data.RefuseMissing("format", $"The name of '{Path.GetFileName(train.Inputs)}' does not tell it. Write {Spelling.Choice(DataFormats.Names)}.");
        return guess;
    }
}
