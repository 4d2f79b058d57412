using DeepIoT.Cli.Commands;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Yaml;
using DeepIoT.Compression.Tasks;
using DeepIoT.Protocol.V1;
using YamlDotNet.Core;

namespace DeepIoT.Cli.CampaignFiles;

/// <summary>Reads a campaign file; docs/campaign-file.md describes it field by field.</summary>
public static class CampaignFileReader
{
    public const double DefaultMaxDropPoints = 0.5;

    private const int LongestFile = 1 << 20;
    private const int LongestName = 100;

    /// <exception cref="CampaignFileRejectedException">Carries every problem of the file.</exception>
    public static CampaignFile Read(string path)
    {
        var full = Path.GetFullPath(path);
        var problems = new List<FileProblem>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var file = Root(full, problems) is { } mapping
            ? Campaign(new FieldScope(mapping, problems, lines), full, lines)
            : null;
        return problems.Count == 0 && file is not null ? file : throw new CampaignFileRejectedException(path, problems);
    }

    private static YamlMapping? Root(string path, List<FileProblem> problems)
    {
        if (!File.Exists(path))
            problems.Add(new FileProblem(0, "", "there is no such file", "Check the path; `deepiot submit --help` shows an example."));
        else if (new FileInfo(path).Length > LongestFile)
            problems.Add(new FileProblem(0, "", $"is longer than {LongestFile} bytes", "Name the campaign file, not the model or the data."));
        else
            return Parse(path, problems);
        return null;
    }

    private static YamlMapping? Parse(string path, List<FileProblem> problems)
    {
        try
        {
            using var text = new StreamReader(path);
            if (YamlTree.Read(text) is YamlMapping mapping)
                return mapping;
            problems.Add(new FileProblem(1, "", "is not a list of fields", "Start it with 'name: …' on a line of its own."));
        }
        catch (YamlException e)
        {
            problems.Add(new FileProblem((int)e.Start.Line, "", $"is not valid YAML: {e.Message}", "Check indentation, quotes and colons near this line."));
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add(new FileProblem(0, "", "may not be read", "Give yourself the right to read it."));
        }
        return null;
    }

    private static CampaignFile Campaign(FieldScope root, string path, Dictionary<string, int> lines)
    {
        var paths = new FileFields(Path.GetDirectoryName(path)!);
        var name = root.Required("name", Name, "Give the campaign a name, such as 'name: digits'.");
        var model = root.Required("model", paths.Existing, "Name the ONNX file, such as 'model: digits.onnx'.");
        var task = root.Optional("task", CommonOptions.Named<TaskKind>, TaskKind.Classification);
        var (data, validationShare) = DataSection.Read(root, paths, task);
        var accuracy = root.Section("accuracy");
        var maxDrop = accuracy?.Optional("maxDrop", Amounts.Points, DefaultMaxDropPoints) ?? DefaultMaxDropPoints;
        var decoding = accuracy is null ? Decoding.Greedy : new Decoding(
            accuracy.Optional("beam", Numbers.Between(1, 1000), 1),
            accuracy.Optional("separator", text => Numbers.Between(1, 65_535)(text).AsNullable(), null));
        if (task != TaskKind.Sequence && decoding != Decoding.Greedy)
            root.Refuse("task", "has no sequences to decode, and accuracy names 'beam' or 'separator'", "Leave them out, or write 'task: sequence'.");
        accuracy?.RefuseUnknown();
        var targets = TargetsSection.Read(root);
        var search = SearchSection.Read(root);
        var priority = root.Optional("priority", BoardPriority, Priority.Normal);
        root.RefuseUnknown();
        return new CampaignFile(path, name!, model!, data!, validationShare, maxDrop, decoding, targets, search, priority, lines);
    }

    private static Parsed<Priority> BoardPriority(string text) =>
        Spelling.OneOf("low", "normal", "high")(text).As(word => Enum.Parse<Priority>(word, ignoreCase: true));

    private static Parsed<string> Name(string text) => text.Trim() switch
    {
        "" => new Complaint("is empty", "Give the campaign a name, such as 'name: digits'."),
        { Length: > LongestName } => new Complaint($"is longer than {LongestName} letters", "Choose a shorter name."),
        var name when name.Any(char.IsControl) => new Complaint("holds control characters", "Write it on one line."),
        var name => name,
    };
}
