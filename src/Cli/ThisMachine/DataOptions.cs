using System.CommandLine;
using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Commands;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>The options that say which data a command without a cluster works on; the same words as in a campaign file.</summary>
/// <param name="asksForTask">Whether nothing else tells what the network is for; it is trained already, and may label the data.</param>
public sealed class DataOptions(bool asksForTask)
{
    private readonly Option<string> _data = new("--data") { Description = "File with the training data.", HelpName = "file", Required = true };
    private readonly Option<string?> _labels = new("--labels") { Description = "File with its labels, for npy and idx.", HelpName = "file" };
    private readonly Option<string?> _test = new("--test") { Description = "File with the test data.", HelpName = "file" };
    private readonly Option<string?> _testLabels = new("--test-labels") { Description = "File with its labels, for npy and idx.", HelpName = "file" };

    private readonly Option<bool> _noLabels = new("--no-labels") { Description = "The data has no labels: the network's own answers take their place, and accuracy is agreement with them." };

    private readonly Option<DataFormat?> _format = CommonOptions.Of<DataFormat?>(
        "--data-format", "Format of the data, told by the file's name otherwise.", "npz|npy|idx|csv", text => DataFormats.Parse(text).AsNullable(), null);

    private readonly Option<double> _testShare = CommonOptions.Of(
        "--test-share", "Share cut off the end of the training data for testing.", "share", Amounts.Share, 0);

    private readonly Option<double> _scale = CommonOptions.Of(
        "--scale", "Factor on every input, such as 1/255.", "factor", Amounts.Factor, 1);

    private readonly Option<TaskKind> _task = CommonOptions.Of(
        "--task", "What the network is for.", "classification|sequence|regression|labels", CommonOptions.Named<TaskKind>, TaskKind.Classification);

    public void AddTo(Command command)
    {
        Option[] options = [_data, _labels, _test, _testLabels, _format, _testShare, _scale, .. asksForTask ? [_task, _noLabels] : Array.Empty<Option>()];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <exception cref="UserMistakeException">The format cannot be told.</exception>
    public DataSource Read(ParseResult parsed)
    {
        var inputs = parsed.GetRequiredValue(_data);
        var format = parsed.GetValue(_format) ?? DataFormats.Guess(inputs)
            ?? throw new UserMistakeException($"--data-format: the name of {inputs} does not tell the format. Write {Spelling.Choice(DataFormats.Names)}.");
        var isLabelled = !(asksForTask && parsed.GetValue(_noLabels));
        if (isLabelled && DataFormats.HasLabelsApart(format) && parsed.GetValue(_labels) is null)
        {
            throw new UserMistakeException(
                $"--labels: is missing. {format.ToString().ToLowerInvariant()} keeps labels in a file of their own{(asksForTask ? "; say --no-labels when there are none" : "")}.");
        }
        return new DataSource(
            format,
            new DataPart(inputs, parsed.GetValue(_labels)),
            parsed.GetValue(_test) is { } test ? new DataPart(test, parsed.GetValue(_testLabels)) : null,
            parsed.GetValue(_testShare),
            parsed.GetValue(_scale),
            asksForTask ? parsed.GetValue(_task) : TaskKind.Classification,
            isLabelled);
    }
}
